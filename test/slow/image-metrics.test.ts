/**
 * The measures of samples on images whose quality is known, 10,000 at a time beside all 60,000 training images: a scale for the
 * numbers of a model. Printed as the table in packages/core/pretrained/mnist-classifier.md.
 */

import { type ImageSet, Prng, takeImages } from '@ferrogen/core';
import { classifierFromFile, type ImageMetrics, imageEvaluator } from '@ferrogen/core/images';
import { pretrainedModelPath, readModelFile } from '@ferrogen/core/node';
import { shuffled } from '@ferrogen/core/train';
import { setBackend } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { mnistFiles, mnistSet } from '../support/mnist-files.ts';
import { itWithData } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';

const fastest = tensorBackends.find(({ lacking }) => lacking.length === 0)!.name;

/** What lies between: of each the Frechet distance, the inception score, recall and coverage. */
const expected: Readonly<Record<string, Partial<Record<keyof ImageMetrics, [number, number]>>>> = {
  'random training images': { fid: [0.08, 0.2], inceptionScore: [9.8, 10], recall: [0.93, 1] },
  'test images': { fid: [0.5, 0.6], inceptionScore: [9.75, 9.8], coverage: [0.94, 0.96] },
  'test images but the nines': { fid: [4, 9], inceptionScore: [8.8, 9], coverage: [0.84, 0.88] },
  'test images, blurred 2 x 2': { fid: [8, 13], recall: [0.6, 0.8], coverage: [0.7, 0.9] },
  'training images of the one': { fid: [200, 400], inceptionScore: [1, 1.1], recall: [0, 0.2] },
  'uniform noise': { fid: [300, 600], recall: [0, 0.001], coverage: [0, 0.01] },
};

describe('evaluateImages', () => {
  itWithData(...mnistFiles('train'), ...mnistFiles('t10k'))(
    'sets images of known quality in their order',
    async () => {
      await setBackend(fastest);
      const [train, test] = [mnistSet('train'), mnistSet('t10k')];
      const classifier = classifierFromFile(readModelFile(pretrainedModelPath('classifier')!));
      const evaluate = imageEvaluator({ reference: train, classifier, random: new Prng(7) });
      for (const [name, samples] of samplesOf(train, test)) {
        const metrics = evaluate(samples);
        const shown = Object.entries(metrics).map(
          ([key, value]) => `${key} ${value === null ? '-' : Number(value.toPrecision(4))}`,
        );
        console.log(`${name}: ${shown.join(', ')}`);
        for (const [key, [low, high]] of Object.entries(expected[name]!)) {
          const value = metrics[key as keyof ImageMetrics];
          expect(value, `${name}: ${key}`).toBeGreaterThanOrEqual(low);
          expect(value, `${name}: ${key}`).toBeLessThanOrEqual(high);
        }
      }
      classifier.dispose();
    },
  );
});

function* samplesOf(
  train: ImageSet,
  test: ImageSet,
): Generator<[string, { samples: Float32Array; labels: Uint8Array | null }]> {
  const pick = (set: ImageSet, ids: ArrayLike<number>) => {
    const { pixels, labels } = takeImages(set, ids);
    return { samples: Float32Array.from(pixels, (pixel) => pixel / 255), labels };
  };
  const where = (set: ImageSet, has: (label: number) => boolean) =>
    [...set.labels!.keys()].filter((id) => has(set.labels![id]!));
  const whole = pick(test, [...test.labels!.keys()]);
  yield [
    'random training images',
    pick(train, shuffled(train.count, new Prng(99)).subarray(0, 1e4)),
  ];
  yield ['test images', whole];
  yield [
    'test images but the nines',
    pick(
      test,
      where(test, (label) => label !== 9),
    ),
  ];
  yield ['test images, blurred 2 x 2', { ...whole, samples: blurred(whole.samples) }];
  yield [
    'training images of the one',
    pick(
      train,
      where(train, (label) => label === 1),
    ),
  ];
  const noise = Float32Array.from(
    { length: 1e4 * 784 },
    (_, k) => (Math.sin(k + 1) * 43758.5453) % 1,
  );
  yield ['uniform noise', { samples: noise.map(Math.abs), labels: null }];
}

/** Each pixel the mean of itself and its neighbours to the right and below. */
function blurred(images: Float32Array): Float32Array {
  return images.map((value, at) => {
    const right = at % 28 < 27;
    const below = Math.floor(at / 28) % 28 < 27;
    const next = (there: boolean, steps: number) => (there ? images[at + steps]! : 0);
    return (value + next(right, 1) + next(below, 28) + next(right && below, 29)) / 4;
  });
}
