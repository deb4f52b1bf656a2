/**
 * What a discriminator and a generator play for. Every loss takes logits, of real and of generated examples, in any shape, the
 * same for both; it is reduced over all values (`none` gives that shape). Knows nothing of the networks.
 */

import { add, neg, relu, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { sigmoidCrossEntropy } from '../ops/sigmoid-cross-entropy.ts';
import { type Reduced, type Reduction, reduce, requireSameShape } from './reduction.ts';

/** Two losses, each to be made small by its player. Both throw a RangeError where the shapes differ. */
export interface AdversarialLoss {
  discriminator<R extends Reduction = 'mean'>(
    real: Tensor,
    fake: Tensor,
    reduction?: R,
  ): Reduced<R>;
  /** `real` counts in a relativistic loss only. */
  generator<R extends Reduction = 'mean'>(fake: Tensor, real: Tensor, reduction?: R): Reduced<R>;
}

/** The game of Goodfellow et al., "Generative adversarial nets" (2014), equation 1: the generator makes log(1 - D) small. */
export const minimaxLoss: AdversarialLoss = makeLoss(binaryCrossEntropy, (fake) =>
  neg(sigmoidCrossEntropy(fake, 0)),
);

/** The same, but the generator makes log D large: the paper's section 3, against vanishing gradients. */
export const nonSaturatingLoss: AdversarialLoss = makeLoss(binaryCrossEntropy, (fake) =>
  sigmoidCrossEntropy(fake, 1),
);

/** Lim & Ye, "Geometric GAN" (2017): max(0, 1 - real) + max(0, 1 + fake) against -fake. */
export const hingeLoss: AdversarialLoss = makeLoss(
  (real, fake) => add(relu(sub(1, real)), relu(add(1, fake))),
  (fake) => neg(fake),
);

/**
 * Jolicoeur-Martineau, "The relativistic discriminator" (2019), section 4: how much more real the real example of a pair is
 * than the generated one, -log sigmoid(real - fake), against the reverse.
 */
export const relativisticLoss: AdversarialLoss = makeLoss(
  (real, fake) => sigmoidCrossEntropy(sub(real, fake), 1),
  (fake, real) => sigmoidCrossEntropy(sub(fake, real), 1),
);

function binaryCrossEntropy(real: Tensor, fake: Tensor): Tensor {
  return add(sigmoidCrossEntropy(real, 1), sigmoidCrossEntropy(fake, 0));
}

function makeLoss(
  discriminator: (real: Tensor, fake: Tensor) => Tensor,
  generator: (fake: Tensor, real: Tensor) => Tensor,
): AdversarialLoss {
  const requirePairs = (real: Tensor, fake: Tensor) =>
    requireSameShape('this adversarial loss', ['real', real], { fake });
  return {
    discriminator: <R extends Reduction = 'mean'>(
      real: Tensor,
      fake: Tensor,
      reduction: R = 'mean' as R,
    ) => {
      requirePairs(real, fake);
      return tidy(() => reduce(discriminator(real, fake), reduction));
    },
    generator: <R extends Reduction = 'mean'>(
      fake: Tensor,
      real: Tensor,
      reduction: R = 'mean' as R,
    ) => {
      requirePairs(real, fake);
      return tidy(() => reduce(generator(fake, real), reduction));
    },
  };
}
