/**
 * The importance-weighted bound on log p(x): Burda, Grosse & Salakhutdinov, "Importance weighted autoencoders" (2016),
 * equation 8. Knows a model by its posterior and its likelihood alone.
 */

import {
  add,
  exp,
  expandDims,
  mul,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tidy,
} from '@tensorflow/tfjs-core';
import { randomNormal, valuesOf } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { Posterior } from './network.ts';

/** A model with a standard normal prior over its codes. */
export interface LatentModel {
  /** Moments of the codes of images [batch, pixels]: [batch, latent] each. */
  posterior(images: Tensor2D): Posterior;
  /** log p(image | code) for codes [batch, samples, latent]: [batch, samples]. */
  logLikelihood(images: Tensor2D, codes: Tensor3D): Tensor;
}

/** Codes that are decoded at once. */
const ROWS = 2000;

/**
 * log (1/k sum of p(x, z_i) / q(z_i | x)) with z_1 to z_k drawn from q: below log p(x) in expectation, closer the larger k is, and
 * the evidence lower bound for k = 1. Sums are formed in double precision.
 *
 * @param images [batch, pixels]
 * @param samples k
 * @returns nats by image, [batch]
 */
export function importanceBounds(
  model: LatentModel,
  images: Tensor2D,
  { samples, random }: { readonly samples: number; readonly random: Prng },
): Float64Array {
  const batch = images.shape[0];
  const most = Math.max(1, Math.floor(ROWS / batch));
  const largest = new Float64Array(batch).fill(Number.NEGATIVE_INFINITY);
  const sums = new Float64Array(batch); // of e^(weight - largest)
  tidy(() => {
    const proposal = proposalOf(model, images);
    for (let drawn = 0; drawn < samples; drawn += most) {
      const count = Math.min(most, samples - drawn);
      const source = random.split(drawn);
      const weights = valuesOf(() => logWeights(model, images, proposal, count, source)); // [batch, count]
      for (let image = 0; image < batch; image++) {
        const own = weights.subarray(image * count, (image + 1) * count);
        const former = largest[image]!;
        const peak = own.reduce((a, b) => Math.max(a, b), former);
        let total = sums[image]! === 0 ? 0 : sums[image]! * Math.exp(former - peak);
        for (const weight of own) total += Math.exp(weight - peak);
        largest[image] = peak;
        sums[image] = total;
      }
    }
  });
  return largest.map((peak, image) => peak + Math.log(sums[image]! / samples));
}

/** What codes are drawn from: the posterior, which is found once for all of them. */
interface Proposal {
  readonly mean: Tensor; // [batch, 1, latent]
  readonly deviation: Tensor; // [batch, 1, latent]
  /** The logarithm of all deviations' product, [batch, 1]. */
  readonly spread: Tensor;
}

function proposalOf(model: LatentModel, images: Tensor2D): Proposal {
  return tidy(() => {
    const { mean, logVariance } = model.posterior(images); // [batch, latent] each
    return {
      mean: expandDims(mean, 1),
      deviation: expandDims(exp(mul(0.5, logVariance)), 1),
      spread: mul(0.5, sum(logVariance, 1, true)),
    };
  });
}

/** log p(x | z) + log p(z) - log q(z | x) of `count` codes an image; the constants of both densities cancel: [batch, count]. */
function logWeights(
  model: LatentModel,
  images: Tensor2D,
  { mean, deviation, spread }: Proposal,
  count: number,
  random: Prng,
): Tensor {
  const [batch, , latent] = mean.shape as [number, 1, number];
  const noise = randomNormal([batch, count, latent], random); // [batch, count, latent]
  const codes = add(mean, mul(deviation, noise)) as Tensor3D; // [batch, count, latent]
  const priorOverPosterior = mul(0.5, sum(sub(square(noise), square(codes)), 2)); // [batch, count]
  return add(add(model.logLikelihood(images, codes), priorOverPosterior), spread);
}
