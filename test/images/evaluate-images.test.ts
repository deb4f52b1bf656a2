/**
 * The classifier that comes with the package, and what it measures, on MNIST. The whole table, with 10,000 images, is in
 * test/slow/image-metrics.test.ts; here are 1,500.
 */

import { type ImageSet, Prng, takeImages } from '@ferrogen/core';
import {
  type Classifier,
  classifierFromFile,
  evaluateClassifier,
  evaluateImages,
  imageEvaluator,
} from '@ferrogen/core/images';
import { pretrainedModelPath, readModelFile } from '@ferrogen/core/node';
import { shuffled } from '@ferrogen/core/train';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { mnistFiles, mnistSet } from '../support/mnist-files.ts';
import { itWithData } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';

const fastest = tensorBackends.find(({ lacking }) => lacking.length === 0)!.name;
const shipped = () =>
  classifierFromFile(readModelFile(pretrainedModelPath('classifier')!, 'classifier'));

describe('the pretrained classifier', () => {
  itWithData(...mnistFiles('t10k'))('is right as often as its card says', async () => {
    await setBackend(fastest);
    const classifier = shipped();
    const { accuracy, loss } = evaluateClassifier(classifier, mnistSet('t10k'));
    classifier.dispose();
    expect(accuracy).toBeGreaterThanOrEqual(0.991);
    expect(loss).toBeLessThan(0.0262);
  });
});

describe('evaluateImages', () => {
  itWithData(...mnistFiles('train'), ...mnistFiles('t10k'))(
    'sees what is real, what lacks a class, what repeats itself, what is memorised and what is noise',
    async () => {
      await setBackend(fastest);
      const count = 1500;
      const pick = (set: ImageSet, ids: ArrayLike<number>) => {
        const { pixels, labels } = takeImages(set, ids);
        return { samples: Float32Array.from(pixels, (pixel) => pixel / 255), labels };
      };
      const train = mnistSet('train');
      const real = mnistSet('t10k');
      const order = shuffled(real.count, new Prng(5));
      const classifier = shipped();
      const { numTensors } = memory();
      // A sixth of the training images stands for all of them.
      const reference = {
        ...train,
        ...takeImages(train, shuffled(60_000, new Prng(4)).subarray(0, 10_000)),
      };
      const evaluate = imageEvaluator({ reference, classifier, random: new Prng(6) });
      const test = evaluate(pick(real, order.subarray(0, count)));
      const no9 = evaluate(
        pick(real, order.filter((id) => real.labels![id] !== 9).subarray(0, count)),
      );
      const few = evaluate(
        pick(
          real,
          Uint32Array.from({ length: count }, (_, k) => order[k % 50]!),
        ),
      );
      const copied = evaluate(
        pick(
          reference,
          Uint32Array.from({ length: count }, (_, k) => k),
        ),
      );
      const noise = evaluate({
        samples: Float32Array.from({ length: count * 784 }, (_, k) =>
          Math.abs(Math.sin(k * k + 1)),
        ),
        labels: null,
      });
      expect(memory().numTensors).toBe(numTensors);
      classifier.dispose();

      expect(test.fid).toBeLessThan(4);
      expect(test.inceptionScore).toBeGreaterThan(9.5);
      for (const share of [test.precision, test.recall, test.density, test.coverage])
        expect(share).toBeGreaterThan(0.85);
      expect(test.labelAccuracy).toBeGreaterThan(0.98);
      expect(test.nearestTrain).toBeGreaterThan(1.2);
      expect(no9.fid).toBeGreaterThan(test.fid + 2);
      expect(no9.classKl).toBeGreaterThan(0.09);
      expect(few.coverage).toBeLessThan(0.4);
      expect(few.nearestSample).toBeLessThan(0.01);
      expect(copied.nearestTrain).toBeLessThan(0.01);
      expect(noise.fid).toBeGreaterThan(100);
      expect(noise.recall).toBe(0);
      expect(noise.labelAccuracy).toBeNull();
    },
  );

  test('refuses images of another size, and fewer samples than neighbourhoods need', async () => {
    await setBackend(fastest);
    const classifier: Classifier = shipped();
    const pixels = new Uint8Array(20 * 784);
    const set: ImageSet = {
      name: 'black',
      count: 20,
      height: 28,
      width: 28,
      pixels,
      labels: null,
      classes: null,
    };
    const request = { labels: null, reference: set, classifier, random: new Prng(1) };
    const samples = (count: number) => new Float32Array(count * 784);
    expect(() => evaluateImages({ ...request, samples: samples(5) })).toThrow(
      /5 neighbours of each; got 5/,
    );
    const turned = { ...set, height: 14, width: 56 };
    expect(() => evaluateImages({ ...request, reference: turned, samples: samples(9) })).toThrow(
      /28 x 28; those of black have 14 x 56/,
    );
    const nine = evaluateImages({ ...request, samples: samples(9) });
    expect(JSON.parse(JSON.stringify(nine))).toEqual(nine);
    classifier.dispose();
  });
});
