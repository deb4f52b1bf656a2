/** A VAE as the training loop sees it: a step of Adam on the bound, and the bound itself. */

import { type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { ImageBatch } from '../../data/images/image-set.ts';
import { OptionError } from '../../errors.ts';
import { adam, cosine, minimize, warmUp } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { StepContext, Trainable } from '../../train/trainable.ts';
import { binarized, imageTensor, labelTensor } from './image-tensors.ts';
import { elboTerms, type ImagesOfStep, weightedLoss } from './objective.ts';
import type { Vae } from './vae.ts';

/**
 * How grey images are turned into black and white: `none`, not at all; `dynamic`, each pixel drawn anew whenever the image is seen,
 * with its grey value as the probability (Salakhutdinov & Murray, 2008).
 */
export type Binarization = (typeof binarizations)[number];

const binarizations = ['none', 'dynamic'] as const;

/** How a VAE is trained. */
export interface VaeTrainingOptions {
  /** Steps of the whole training, over which the schedules stretch. */
  readonly steps: number;
  /**
   * Adam's step size at its height; it ends at a hundredth of it.
   * @default 3e-3 for mlp, 4e-3 for conv, 1e-3 for keras, each for batches of 128 to 256
   */
  readonly learningRate?: number;
  /** Steps over which the step size grows. @default 200, and no more than a tenth of all */
  readonly warmSteps?: number;
  /** Weight of the divergence; 1 is the bound. @default 1 */
  readonly beta?: number;
  /** Share of the steps over which that weight grows to beta, from a tenth of it. @default 0.3 */
  readonly klWarmup?: number;
  /** Nats of each dimension of the code that cost the same whether used or not. @default 0 */
  readonly freeBits?: number;
  /** Of what the decoder is to give, and the encoder sees. @default 'none' */
  readonly binarization?: Binarization;
  /**
   * Whether the encoder sees black and white at every second step though the decoder is to give grey, so that it does not learn
   * images by heart. @default true without binarization
   */
  readonly inputNoise?: boolean;
}

/** By architecture: the best of several in short trainings on MNIST for `mlp` and `conv`, the example's own for `keras`. */
const learningRates = { mlp: 3e-3, conv: 4e-3, keras: 1e-3 } as const;

/** Where the weight of the divergence begins, as a share of beta. */
const FIRST_WEIGHT = 0.1;

/**
 * The training of a VAE. Losses of a step, in nats an image: `loss`, `reconstruction` and `kl`; of an evaluation the same
 * without weights, so that `loss` is the bound's negative. Disposing it disposes the model.
 *
 * @throws OptionError for an option out of its range
 * @example
 * ```ts
 * const vae = Vae.create({ latent: 2 }, random.split(0));
 * const source = shuffledBatches({ examples: set.count, batchSize: 256, random: random.split(1) }, (ids) => takeImages(set, ids));
 * const steps = 10 * source.batchesPerEpoch;
 * await fit(vaeTrainable(vae, { steps }), { batches: source, epochs: 10, random: random.split(2) });
 * ```
 */
export function vaeTrainable(vae: Vae, options: VaeTrainingOptions): Trainable<ImageBatch> {
  const { steps, beta = 1, klWarmup = 0.3, freeBits = 0 } = options;
  const { learningRate = learningRates[vae.config.architecture] } = options;
  const { binarization = 'none', inputNoise = binarization === 'none' } = options;
  const warmSteps = options.warmSteps ?? Math.min(200, Math.ceil(steps / 10));
  if (!binarizations.includes(binarization))
    throw new OptionError(
      'binarization',
      `binarization is ${binarizations.join(' or ')}; got ${String(binarization)}`,
    );
  if (typeof inputNoise !== 'boolean')
    throw new OptionError('inputNoise', `inputNoise is true or false; got ${String(inputNoise)}`);
  if (inputNoise && binarization === 'dynamic')
    throw new OptionError(
      'inputNoise',
      'inputNoise is of grey images; with binarization dynamic the encoder sees black and white always',
    );
  requireAtLeast('steps', steps, 1);
  requireAtLeast('warmSteps', warmSteps, 1);
  for (const [option, value] of Object.entries({ learningRate, beta, klWarmup, freeBits }))
    requireAtLeast(option, value, 0);
  const { network } = vae;
  const schedule = cosine(learningRate, {
    steps: Math.max(1, steps - warmSteps),
    end: learningRate / 100,
  });
  const optimizer = adam(network.variables, { learningRate: warmUp(schedule, warmSteps) });
  const weightAt = (step: number) =>
    beta * Math.min(1, FIRST_WEIGHT + ((1 - FIRST_WEIGHT) * step) / (klWarmup * steps));

  const imagesOf = (batch: ImageBatch, random: Prng, isNoisy: boolean): ImagesOfStep => {
    const grey = imageTensor(batch.pixels, vae.config); // [batch, pixels]
    const draw = (): Tensor2D => binarized(grey, random.split(BINARY));
    const target = binarization === 'dynamic' ? draw() : grey;
    const input = isNoisy && binarization === 'none' ? draw() : target;
    return { input, target, labels: labelTensor(batch.labels, batch.count, vae.config) };
  };

  return {
    step: (batch: ImageBatch, { step, random }: StepContext) =>
      minimize(optimizer, () => {
        const images = imagesOf(batch, random, inputNoise && step % 2 === 0);
        const terms = elboTerms(network, images, random.split(CODES), { training: true });
        return weightedLoss(terms, { weight: weightAt(step), freeBits });
      }),
    evaluate: (batch: ImageBatch, { random }: StepContext) =>
      tidy(() => {
        const terms = elboTerms(network, imagesOf(batch, random, false), random.split(CODES));
        return weightedLoss(terms, { weight: 1, freeBits: 0 });
      }),
    variables: network.variables,
    optimizers: new Map([['adam', optimizer]]),
    dispose: () => {
      vae.dispose();
      optimizer.dispose();
    },
  };
}

/** Children of a step's random source. */
const CODES = 0;
const BINARY = 1;

function requireAtLeast(option: string, value: number, least: number): void {
  if (!(value >= least && Number.isFinite(value)))
    throw new OptionError(option, `${option} is a finite number from ${least} on; got ${value}`);
}
