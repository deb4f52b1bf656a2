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
import { randomNormal } from '../../nn/index.ts';
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
  for (let drawn = 0; drawn < samples; drawn += most) {
    const count = Math.min(most, samples - drawn);
    const weights = tidy(() =>
      logWeights(model, images, count, random.split(drawn)).dataSync<'float32'>(),
    ); // [batch, count]
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
  return largest.map((peak, image) => peak + Math.log(sums[image]! / samples));
}

/** log p(x | z) + log p(z) - log q(z | x) of `count` codes an image; the constants of both densities cancel: [batch, count]. */
function logWeights(model: LatentModel, images: Tensor2D, count: number, random: Prng): Tensor {
  const { mean, logVariance } = model.posterior(images); // [batch, latent] each
  const [batch, latent] = mean.shape;
  const noise = randomNormal([batch, count, latent], random); // [batch, count, latent]
  const deviation = expandDims(exp(mul(0.5, logVariance)), 1); // [batch, 1, latent]
  const codes = add(expandDims(mean, 1), mul(deviation, noise)) as Tensor3D; // [batch, count, latent]
  const priorOverPosterior = mul(0.5, sum(sub(square(noise), square(codes)), 2)); // [batch, count]
  const spread = mul(0.5, sum(logVariance, 1, true)); // [batch, 1]
  return add(add(model.logLikelihood(images, codes), priorOverPosterior), spread);
}
