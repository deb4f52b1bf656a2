/**
 * The two steps that training a GAN alternates between: Goodfellow et al., "Generative adversarial nets" (2014), algorithm 1.
 * Each changes its own player alone. Knows no optimiser's rate and no average.
 */

import { add, concat, mean, mul, scalar, slice, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { ImageBatch } from '../../data/images/image-set.ts';
import { OptionError } from '../../errors.ts';
import {
  type AdversarialLoss,
  gradientPenalty,
  hingeLoss,
  minimaxLoss,
  minimize,
  nonSaturatingLoss,
  type Optimizer,
  randomNormal,
  relativisticLoss,
} from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { Losses } from '../../train/trainable.ts';
import { classRows, imagesOf, joinCodes } from './codes.ts';
import type { GanConfig, GanLoss } from './config.ts';
import type { Players } from './players.ts';

/** The games by their names. */
export const games: Readonly<Record<GanLoss, AdversarialLoss>> = {
  minimax: minimaxLoss,
  'non-saturating': nonSaturatingLoss,
  hinge: hingeLoss,
  relativistic: relativisticLoss,
};

/** Images as the players see them, and their classes. */
export interface Part {
  /** [part, height, width, channels], from -1 to 1 */
  readonly images: Tensor;
  /** One-hot rows [part, classes]; null without classes. */
  readonly classes: Tensor | null;
  readonly count: number;
}

/** Algorithm 1, lines 3 to 6: the discriminator learns from real images and from those of new noise. */
export function discriminatorStep(
  config: GanConfig,
  { generator, discriminator }: Pick<Players, 'generator' | 'discriminator'>,
  optimizer: Optimizer,
  { images, classes, count }: Part,
  random: Prng,
): Losses {
  return tidy(() => {
    const fakes = generated(config, { generator }, { classes, count }, random); // [part, height, width, channels]
    const { loss: _whole, ...told } = minimize(optimizer, () => {
      // One batch of both, so that spectral norm makes one step of its iteration.
      const all = concat([images, fakes]); // [2 part, height, width, channels]
      const allClasses = classes === null ? null : concat([classes, classes]); // [2 part, classes]
      const logits = discriminator.apply(all, allClasses, { training: true }); // [2 part]
      const [real, fake] = [slice(logits, 0, count), slice(logits, count, count)]; // [part] each
      const loss = games[config.loss].discriminator(real, fake);
      const told = { discriminator: loss, real: mean(real), fake: mean(fake) };
      if (config.r1 === 0 && config.r2 === 0) return { loss, ...told };
      const critic = (x: Tensor) => discriminator.apply(x, classes); // [part]
      const due = optimizer.steps % config.penaltyInterval === 0;
      const penalty = due ? penalties(config, critic, images, fakes) : scalar(0);
      return { loss: add(loss, penalty), ...told, penalty };
    });
    return told;
  });
}

/** What the gradient penalties add to the discriminator's loss in an update that they count in. */
function penalties(
  { r1, r2, penaltyInterval }: GanConfig,
  critic: (x: Tensor) => Tensor,
  images: Tensor,
  fakes: Tensor,
): Tensor {
  const weighed = [
    [r1, images],
    [r2, fakes],
  ] as const;
  return weighed
    .filter(([weight]) => weight > 0)
    .map(([weight, x]) => mul(weight * penaltyInterval, gradientPenalty(critic, x)))
    .reduce((sum, term) => add(sum, term));
}

/** Algorithm 1, lines 8 and 9: the generator learns from new noise what the discriminator holds for real. */
export function generatorStep(
  config: GanConfig,
  players: Pick<Players, 'generator' | 'discriminator'>,
  optimizer: Optimizer,
  part: Part,
  random: Prng,
): Losses {
  const { discriminator } = players;
  const { loss } = minimize(optimizer, () => {
    const fakes = generated(config, players, part, random); // [part, height, width, channels]
    const fake = discriminator.apply(fakes, part.classes); // [part]
    const real =
      config.loss === 'relativistic' ? discriminator.apply(part.images, part.classes) : fake; // [part]
    return games[config.loss].generator(fake, real);
  });
  return { generator: loss };
}

/** New images of the present generator, by the moments of their batch. */
export function generated(
  config: GanConfig,
  { generator }: Pick<Players, 'generator'>,
  { classes, count }: Pick<Part, 'classes' | 'count'>,
  random: Prng,
): Tensor {
  return tidy(() => {
    const noise = randomNormal([count, config.noise], random); // [part, noise]
    return generator.apply(joinCodes(noise, classes), { training: true }); // [part, height, width, channels]
  });
}

/** @throws OptionError where the batch cannot be cut into equal parts, or its pixels are not of such images */
export function partsOf(config: GanConfig, batch: ImageBatch, parts: number): Part[] {
  const size = config.height * config.width * config.channels;
  if (batch.pixels.length !== batch.count * size)
    throw new OptionError(
      'pixels',
      `this GAN is of images of ${size} values; got ${batch.pixels.length} for ${batch.count} images`,
    );
  const count = batch.count / parts;
  if (!Number.isInteger(count))
    throw new OptionError(
      'discriminatorSteps',
      `the steps of the discriminator share a batch evenly; got ${batch.count} images for ${parts}`,
    );
  return Array.from({ length: parts }, (_, k) => ({
    images: imagesOf(
      config,
      batch.pixels.subarray(k * count * size, (k + 1) * count * size),
      count,
    ),
    classes: classRows(config, batch.labels?.subarray(k * count, (k + 1) * count) ?? null),
    count,
  }));
}
