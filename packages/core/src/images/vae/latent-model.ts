/** A VAE's network as importance sampling sees it: many codes for each image. */

import {
  add,
  exp,
  expandDims,
  matMul,
  mul,
  neg,
  reshape,
  sigmoid,
  square,
  sub,
  sum,
  type Tensor2D,
  type Tensor3D,
  tidy,
  tile,
} from '@tensorflow/tfjs-core';
import { sigmoidCrossEntropy } from '../../nn/index.ts';
import type { LatentModel } from './importance.ts';
import type { VaeNetwork } from './network.ts';

/**
 * The posterior and the likelihood of a network.
 *
 * @param labels one-hot [batch, classes], or null
 */
export function latentModelOf(network: VaeNetwork, labels: Tensor2D | null): LatentModel {
  return {
    posterior: (images) => network.posterior(images, labels),
    logLikelihood: (images, codes) =>
      tidy(() => {
        const [batch, samples, latent] = codes.shape;
        const pixels = images.shape[1];
        const rows = reshape(codes, [batch * samples, latent]); // [batch * samples, latent]
        const flat = network.logits(rows as Tensor2D, labels && repeatedRows(labels, samples)); // [batch * samples, pixels]
        const logits = reshape(flat, [batch, samples, pixels]); // [batch, samples, pixels]
        const logVariance = network.pixelLogVariance();
        if (logVariance === null) {
          // log p = x l - softplus(l): the images enter by a product, so that none is copied for every code.
          const ink = matMul(logits, expandDims(images, 2)); // [batch, samples, 1]
          const normalizer = sum(sigmoidCrossEntropy(logits, 0), 2); // [batch, samples]
          return sub(reshape(ink, [batch, samples]), normalizer);
        }
        const errors = square(sub(sigmoid(logits), expandDims(images, 1))); // [batch, samples, pixels]
        const scaled = mul(sum(errors, 2), exp(neg(logVariance))); // [batch, samples]
        const constant = mul(pixels, add(logVariance, Math.log(2 * Math.PI))); // []
        return mul(-0.5, add(scaled, constant));
      }),
  };
}

/** Each row `times` times, one after the other: [batch, size] to [batch * times, size]. */
function repeatedRows(x: Tensor2D, times: number): Tensor2D {
  const [batch, size] = x.shape;
  const copies = tile(expandDims(x, 1) as Tensor3D, [1, times, 1]); // [batch, times, size]
  return reshape(copies, [batch * times, size]);
}
