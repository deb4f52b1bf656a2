/**
 * What a VAE is trained by: the evidence lower bound of Kingma & Welling, "Auto-encoding variational Bayes" (2014), equation 10,
 * with the weight of Higgins et al., "beta-VAE" (2017), and the free bits of Kingma et al., "Improving variational inference with
 * inverse autoregressive flow" (2016), appendix C.8.
 */

import {
  add,
  exp,
  expandDims,
  maximum,
  mean,
  mul,
  type Scalar,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { type ApplyOptions, normalDivergence, randomNormal } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { Posterior, VaeNetwork } from './network.ts';

/** Images as the objective takes them. */
export interface ImagesOfStep {
  /** What the encoder sees, [batch, pixels] in 0..1. */
  readonly input: Tensor2D;
  /** What the decoder is to give, [batch, pixels] in 0..1. */
  readonly target: Tensor2D;
  /** One-hot [batch, classes], or null. */
  readonly labels: Tensor2D | null;
}

/** The parts of the bound, image by image, in nats. */
export interface ElboTerms {
  /** -log p(image | one code drawn from the posterior), [batch]. */
  readonly reconstruction: Tensor;
  /** Divergence of the posterior from the prior by dimension, [batch, latent]. */
  readonly divergence: Tensor2D;
  /** Means of the posterior, [batch, latent]. */
  readonly mean: Tensor2D;
}

/**
 * Codes drawn from the posterior as mean + deviation noise, through which gradients flow (section 2.4): [batch, latent].
 */
export function drawCodes({ mean, logVariance }: Posterior, random: Prng): Tensor2D {
  return tidy(() => {
    const noise = randomNormal(mean.shape, random); // [batch, latent]
    return add(mean, mul(exp(mul(0.5, logVariance)), noise));
  });
}

/** The parts of the bound, with one code an image. */
export function elboTerms(
  network: Pick<VaeNetwork, 'posterior' | 'logits' | 'reconstructionLosses'>,
  { input, target, labels }: ImagesOfStep,
  random: Prng,
  options: ApplyOptions = {},
): ElboTerms {
  return tidy(() => {
    const posterior = network.posterior(input, labels, options); // [batch, latent] each
    const codes = drawCodes(posterior, random); // [batch, latent]
    const logits = network.logits(codes, labels, options); // [batch, pixels]
    return {
      reconstruction: network.reconstructionLosses(target, logits), // [batch]
      divergence: divergenceByDimension(posterior), // [batch, latent]
      mean: posterior.mean,
    };
  });
}

/** How the divergence counts. */
export interface DivergenceWeight {
  /** What it is multiplied by. */
  readonly weight: number;
  /** Nats of each dimension that cost the same whether used or not. */
  readonly freeBits: number;
}

/** The loss, and the parts of the bound as means over the batch: loss = reconstruction + weight kl where no bits are free. */
export function weightedLoss(
  { reconstruction, divergence }: ElboTerms,
  { weight, freeBits }: DivergenceWeight,
): { loss: Scalar; reconstruction: Scalar; kl: Scalar } {
  return tidy(() => {
    const ofDimensions = mean(divergence, 0); // [latent]
    const kl = sum(ofDimensions) as Scalar;
    const cost = freeBits > 0 ? sum(maximum(ofDimensions, freeBits)) : kl;
    const meanReconstruction = mean(reconstruction) as Scalar;
    const loss = add(meanReconstruction, mul(weight, cost)) as Scalar;
    return { loss, reconstruction: meanReconstruction, kl };
  });
}

/** The closed form of appendix B, dimension by dimension: [batch, latent]. */
function divergenceByDimension({ mean, logVariance }: Posterior): Tensor2D {
  const alone = (x: Tensor2D) => expandDims(x, 2); // [batch, latent, 1]
  return normalDivergence(alone(mean), alone(logVariance), 'none') as Tensor2D;
}
