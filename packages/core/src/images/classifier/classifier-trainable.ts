/** How a classifier learns: cross-entropy of its labels, by AdamW. */

import {
  argMax,
  cast,
  div,
  equal,
  mean,
  reshape,
  type Scalar,
  type Tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { ImageBatch } from '../../data/images/image-set.ts';
import { OptionError } from '../../errors.ts';
import { adamw, minimize, type Schedule, softmaxCrossEntropyLoss } from '../../nn/index.ts';
import type { Trainable } from '../../train/trainable.ts';
import type { Classifier } from './classifier.ts';
import { shiftImages } from './shift-images.ts';

/** How a classifier is trained. */
export interface ClassifierTraining {
  /** @default 2e-3 */
  readonly learningRate?: number | Schedule;
  /** Of the weights, biases apart. @default 0.07 */
  readonly weightDecay?: number;
  /** Share of a label that is spread evenly over all classes, from 0 to 1. @default 0 */
  readonly labelSmoothing?: number;
  /** How many pixels an image is moved at most before it is learnt from, in each direction. @default 1 */
  readonly shift?: number;
}

/**
 * The classifier as the training loop takes it. Losses: `loss` (nats per image) and `accuracy` (a share).
 *
 * @throws OptionError for an option out of its range, and in a step for images without labels
 * @example
 * const batches = shuffledBatches({ examples: set.count, batchSize: 100, random }, (ids) => takeImages(set, ids));
 * const summary = await fit(classifierTrainable(classifier), { batches, epochs: 10, random });
 */
export function classifierTrainable(
  classifier: Classifier,
  options: ClassifierTraining = {},
): Trainable<ImageBatch> {
  const { learningRate = 2e-3, weightDecay = 0.07, labelSmoothing = 0, shift = 1 } = options;
  if (typeof learningRate !== 'function' && !(Number.isFinite(learningRate) && learningRate >= 0))
    throw new OptionError(
      'learningRate',
      `learningRate is a finite number from 0 on; got ${learningRate}`,
    );
  if (!Number.isInteger(shift) || shift < 0)
    throw new OptionError('shift', `shift is a whole number of pixels from 0 on; got ${shift}`);
  const { height, width } = classifier.config;
  const decays = (name: string) => name.endsWith('weight');
  const optimizer = adamw(classifier.variables, { learningRate, weightDecay, decays });
  const lossesOf = (batch: ImageBatch, smoothing: number) =>
    tidy(() => {
      const logits = classifier.logits(imagesOf(classifier, batch)); // [batch, classes]
      const labels = tensor1d(labelsOf(batch), 'int32'); // [batch]
      const loss = softmaxCrossEntropyLoss(logits, labels, 'mean', { labelSmoothing: smoothing });
      const right = equal(cast(argMax(logits, 1), 'int32'), labels); // [batch]
      return { loss, accuracy: mean(cast(right, 'float32')) as Scalar };
    });
  return {
    step(batch, { random }) {
      const pixels =
        shift === 0 ? batch.pixels : shiftImages({ ...batch, height, width }, shift, random);
      return minimize(optimizer, () => lossesOf({ ...batch, pixels }, labelSmoothing));
    },
    evaluate: (batch) => lossesOf(batch, 0),
    variables: classifier.variables,
    optimizers: new Map([['adamw', optimizer]]),
    dispose() {
      optimizer.dispose();
      classifier.dispose();
    },
  };
}

function imagesOf({ config: { height, width } }: Classifier, batch: ImageBatch): Tensor {
  const pixels = tensor1d(batch.pixels, 'float32');
  return div(reshape(pixels, [batch.count, height, width, 1]), 255); // [batch, height, width, 1]
}

function labelsOf({ labels }: ImageBatch): Int32Array {
  if (labels === null)
    throw new OptionError(
      'batches',
      'a classifier learns from images with labels; these have none',
    );
  return Int32Array.from(labels);
}
