/**
 * The training of a GAN: Goodfellow et al., "Generative adversarial nets" (2014), algorithm 1. Each step lets the discriminator
 * learn k times, each time from images and noise of its own, and then the generator once, from noise of its own.
 */

import { mean, type Scalar, tidy } from '@tensorflow/tfjs-core';
import type { ImageBatch } from '../../data/images/image-set.ts';
import { OptionError } from '../../errors.ts';
import { adam, hold, linear, type Optimizer, warmUp } from '../../nn/index.ts';
import type { Losses, Trainable, UpdateState } from '../../train/trainable.ts';
import type { Gan } from './gan.ts';
import { discriminatorStep, games, generated, generatorStep, partsOf } from './gan-steps.ts';
import type { Players } from './players.ts';

/** Three times what is usual: with every loss it gave better images in as many steps, see docs/gan.md. */
const LEARNING_RATE = 1.2e-3;

/** How a GAN learns. */
export interface GanTraining {
  /** Steps in all: the learning rate falls over the second half of them. */
  readonly steps: number;
  /** Of both players. @default 1.2e-3 */
  readonly learningRate?: number;
  /** Of the discriminator, where it is to be another. @default learningRate */
  readonly discriminatorLearningRate?: number;
  /** Adam's, of both players. @default 0 */
  readonly beta1?: number;
  /** Adam's, of both players. @default 0.99 */
  readonly beta2?: number;
  /** Steps over which the learning rate grows. @default 100 */
  readonly warmUp?: number;
  /** k of the algorithm: a batch is cut into so many parts, one for each. @default 1 */
  readonly discriminatorSteps?: number;
}

/**
 * A GAN as the training loop takes it. Losses: `discriminator` and `generator`, what each makes small; `real` and `fake`, the
 * mean logits of real and of generated images; with gradient penalties also `penalty`, 0 in steps that leave them out, so that
 * its mean over steps is what the penalties weigh. Labels of a batch are the classes asked of the generator too.
 *
 * The variables are the players', and the trainable's to dispose; the GAN's own are disposed with it.
 *
 * @throws OptionError for a generator alone, or an option without meaning
 * @example
 * const batches = shuffledBatches({ examples: set.count, batchSize: 64, random }, (ids) => takeImages(set, ids));
 * await fit(ganTrainable(gan, { steps: 5000 }), { batches, steps: 5000, random });
 */
export function ganTrainable(gan: Gan, options: GanTraining): Trainable<ImageBatch> {
  const { players, config } = gan;
  if (players === null)
    throw new OptionError(
      'gan',
      'a generator alone cannot be trained: its discriminator is missing',
    );
  checkTraining(options);
  const { learningRate = LEARNING_RATE, discriminatorSteps = 1 } = options;
  const { discriminatorLearningRate = learningRate } = options;
  const generatorAdam = adamOf(players.generator.variables, options, 1, learningRate);
  const discriminatorAdam = adamOf(
    players.discriminator.variables,
    options,
    discriminatorSteps,
    discriminatorLearningRate,
  );
  return {
    variables: gan.variables,
    optimizers: new Map<string, UpdateState>([
      ['discriminator', discriminatorAdam],
      ['generator', generatorAdam],
      ['average', averageState(gan, players)],
    ]),
    step(batch, { random }) {
      const losses = tidy(() => {
        const parts = partsOf(config, batch, discriminatorSteps);
        let told: Losses = {};
        for (const [k, part] of parts.entries())
          told = discriminatorStep(config, players, discriminatorAdam, part, random.split(k));
        const last = parts.at(-1)!;
        return {
          ...told,
          ...generatorStep(config, players, generatorAdam, last, random.split(parts.length)),
        };
      });
      players.average.update();
      gan.changed();
      return losses;
    },
    evaluate: (batch, { random }) =>
      tidy(() => {
        const [part] = partsOf(config, batch, 1);
        const game = games[config.loss];
        const fakes = generated(config, players, part!, random); // [batch, height, width, channels]
        const real = players.discriminator.apply(part!.images, part!.classes); // [batch]
        const fake = players.discriminator.apply(fakes, part!.classes); // [batch]
        return {
          discriminator: game.discriminator(real, fake),
          generator: game.generator(fake, real),
          real: mean(real) as Scalar,
          fake: mean(fake) as Scalar,
        };
      }),
    dispose: () => {
      for (const each of [generatorAdam, discriminatorAdam, gan]) each.dispose();
    },
  };
}

function checkTraining(options: GanTraining): void {
  const { steps, discriminatorSteps = 1 } = options;
  for (const [option, value] of Object.entries({ steps, discriminatorSteps }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new OptionError(option, `${option} is a whole number from 1 on; got ${value}`);
  const { learningRate = LEARNING_RATE, warmUp = 100 } = options;
  const { discriminatorLearningRate = learningRate } = options;
  for (const [option, value] of Object.entries({ learningRate, discriminatorLearningRate, warmUp }))
    if (!(Number.isFinite(value) && value >= 0))
      throw new OptionError(option, `${option} is a finite number from 0 on; got ${value}`);
}

/** Adam with a rate that grows, stays to half of the steps, and then falls on a straight line to 2 %. */
function adamOf(
  variables: Players['variables'],
  options: GanTraining,
  updatesAStep: number,
  learningRate: number,
): Optimizer {
  const { steps, beta1 = 0, beta2 = 0.99 } = options;
  const half = Math.max((steps * updatesAStep) / 2, 1);
  const grown = Math.min((options.warmUp ?? 100) * updatesAStep, half);
  const falling = linear(learningRate, { steps: half, end: 0.02 * learningRate });
  const schedule = half > grown ? hold(falling, half - grown) : falling;
  return adam(variables, {
    learningRate: grown > 0 ? warmUp(schedule, grown) : schedule,
    beta1,
    beta2,
  });
}

/** The average's count of updates; its values are among the variables. A training that resumes sets the count. */
function averageState(gan: Gan, { average }: Players): UpdateState {
  return {
    slots: new Map(),
    get steps() {
      return average.steps;
    },
    set steps(steps) {
      average.steps = steps;
      gan.changed();
    },
  };
}
