/** What `gen train` says of each kind of model before anything is loaded: how long, and what can be set. */

import type { ImageKind } from './image-task.ts';

/** Of one kind. */
export interface TrainingDefaults {
  /** How often it goes through the data unless told otherwise. */
  readonly epochs: number;
  /** Images in a step unless told otherwise. */
  readonly batchSize: number;
  /** Names of the model's config that `--config` sets. */
  readonly config: readonly string[];
  /** Names of its training's options that `--config` sets. */
  readonly training: readonly string[];
}

export const trainingDefaults: Readonly<Record<ImageKind, TrainingDefaults>> = {
  vae: {
    epochs: 200,
    batchSize: 256,
    config: [
      'latent',
      'architecture',
      'likelihood',
      'hidden',
      'depth',
      'encoderDepth',
      'channels',
      'classes',
    ],
    training: [
      'learningRate',
      'warmSteps',
      'beta',
      'klWarmup',
      'freeBits',
      'binarization',
      'inputNoise',
    ],
  },
  gan: {
    epochs: 25,
    batchSize: 64,
    config: [
      'noise',
      'generator',
      'generatorChannels',
      'discriminatorChannels',
      'classes',
      'classFrequencies',
      'loss',
      'r1',
      'r2',
      'penaltyInterval',
      'spectralNorm',
      'emaDecay',
    ],
    training: [
      'learningRate',
      'discriminatorLearningRate',
      'beta1',
      'beta2',
      'warmUp',
      'discriminatorSteps',
    ],
  },
  classifier: {
    epochs: 40,
    batchSize: 100,
    config: ['network', 'hidden', 'features'],
    training: ['learningRate', 'weightDecay', 'labelSmoothing', 'shift'],
  },
};
