/** The classifier, on images that say their class by where a bar lies: learnt in a few steps, stored, read back. */

import { type ImageSet, Prng, takeImages } from '@ferrogen/core';
import {
  Classifier,
  type ClassifierConfig,
  classifierConfig,
  classifierFromFile,
  classifierNetworks,
  classifierToFile,
  classifierTrainable,
  classifySet,
  evaluateClassifier,
  likeliestClasses,
} from '@ferrogen/core/images';
import { decodeModelFile, encodeModelFile, halfPrecision } from '@ferrogen/core/io';
import { disposeAll } from '@ferrogen/core/nn';
import { fit, shuffledBatches } from '@ferrogen/core/train';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';

/** Bars in one of three bands of 4 rows, each of an ink of its own. */
function bars(count: number): ImageSet {
  const [height, width, classes] = [12, 10, 3];
  const labels = Uint8Array.from({ length: count }, (_, k) => (k * 7) % classes);
  const pixels = Uint8Array.from({ length: count * height * width }, (_, at) => {
    const image = Math.floor(at / (height * width));
    const row = Math.floor(at / width) % height;
    const bar = 4 * labels[image]! + 1 + (image % 2);
    return row === bar ? 100 + ((image * 37 + at) % 156) : (at * image) % 23;
  });
  return { name: 'bars', count, height, width, pixels, labels, classes };
}

const data = bars(90);
const small = (network: ClassifierConfig['network'] = 'mlp') =>
  classifierConfig({ height: 12, width: 10, classes: 3, network, hidden: 8, features: 6 });
const batchesOf = (random: Prng) =>
  shuffledBatches({ examples: data.count, batchSize: 15, random }, (ids) => takeImages(data, ids));
const trained = async (network?: ClassifierConfig['network']) => {
  const random = new Prng(3);
  const classifier = Classifier.create(small(network), random.split(0));
  const trainable = classifierTrainable(classifier, { learningRate: 1e-2 });
  const batches = batchesOf(random.split(1));
  await fit(trainable, { batches, epochs: 12, random: random.split(2) });
  return { classifier, trainable };
};

overBackends((name, it) => {
  describe(`Classifier on ${name}`, () => {
    for (const network of classifierNetworks)
      it(`${network} learns where a bar lies, and leaves no tensor behind`, async () => {
        const { numTensors } = memory();
        const { classifier, trainable } = await trained(network);
        const own = memory().numTensors;
        const { accuracy, loss } = evaluateClassifier(classifier, data);
        expect(accuracy).toBeGreaterThan(0.95);
        expect(loss).toBeLessThan(0.3);
        const losses = trainable.evaluate(takeImages(data, [0, 1, 2]), {
          step: 0,
          random: new Prng(0),
        });
        expect(losses.accuracy!.dataSync()[0]).toBeGreaterThan(0.6);
        disposeAll(new Map(Object.entries(losses)));
        expect(memory().numTensors).toBe(own);
        trainable.dispose();
        expect(memory().numTensors).toBe(numTensors);
      });

    it('classify takes any number of images, none as well, and gives the same for each', () => {
      const classifier = Classifier.create(small('conv'), new Prng(1));
      const images = Float32Array.from(bars(600).pixels, (pixel) => pixel / 255);
      const { numTensors } = memory();
      const all = classifier.classify(images);
      const last = classifier.classify(images.subarray(599 * 120));
      expect(all.features).toHaveLength(600 * 6);
      expect(all.features.every((value) => value >= 0)).toBe(true);
      last.probabilities.forEach((value, k) => {
        expect(all.probabilities[599 * 3 + k]).toBeCloseTo(value, 5);
      });
      expect(last.probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
      expect(classifier.classify(new Float32Array(0)).features).toHaveLength(0);
      expect(memory().numTensors).toBe(numTensors);
      expect(() => classifier.classify(images.subarray(1))).toThrow(/12 x 10 have 120 pixels/);
      classifier.dispose();
    });

    it('the same seed gives the same bytes', async () => {
      const bytes = async () => {
        const { classifier, trainable } = await trained();
        const file = encodeModelFile(await classifierToFile(classifier));
        trainable.dispose();
        return file;
      };
      expect(await bytes()).toEqual(await bytes());
    });
  });
});

describe('a classifier as a file', () => {
  test('gives the same probabilities in full precision, near ones in half, half the bytes', async () => {
    await setBackend('cpu');
    const { classifier, trainable } = await trained();
    const file = await classifierToFile(classifier, 'a card');
    const half = { ...file, tensors: halfPrecision(file.tensors) };
    const seen = classifySet(classifier, data);
    const again = classifierFromFile(decodeModelFile(encodeModelFile(file)));
    expect(again.config).toEqual(classifier.config);
    expect(classifySet(again, data)).toEqual(seen);
    const halved = classifierFromFile(decodeModelFile(encodeModelFile(half), 'classifier'));
    const near = classifySet(halved, data);
    near.probabilities.forEach((value, k) => {
      expect(Math.abs(value - seen.probabilities[k]!)).toBeLessThan(0.01);
    });
    expect(likeliestClasses(near.probabilities, 3)).toEqual(
      likeliestClasses(seen.probabilities, 3),
    );
    for (const each of [trainable, again, halved]) each.dispose();
  });

  test('is refused where it is another kind, or its config or its tensors are not those', async () => {
    await setBackend('cpu');
    const classifier = Classifier.create(small(), new Prng(1));
    const file = await classifierToFile(classifier);
    classifier.dispose();
    const { numTensors } = memory();
    expect(() => classifierFromFile({ ...file, kind: 'vae' })).toThrow(/classifier; this is a vae/);
    const config = { ...file.config, network: 'cubist' };
    expect(() => classifierFromFile({ ...file, config })).toThrow(/mlp or conv; got cubist/);
    const wider = { ...file.config, hidden: 9 };
    expect(() => classifierFromFile({ ...file, config: wider })).toThrow(/body.hidden.weight/);
    expect(() => classifierFromFile({ ...file, tensors: new Map() })).toThrow(/body.hidden.weight/);
    expect(memory().numTensors).toBe(numTensors);
  });
});

test('a Classifier refuses sizes without meaning, images of another size, sets without labels', async () => {
  await setBackend('cpu');
  expect(() => classifierConfig({ height: 12, width: 10, classes: 0 })).toThrow(
    /classes is a whole number from 1 on; got 0/,
  );
  expect(() => classifierConfig({ height: 12, width: 10, classes: 257 })).toThrow(/256 classes/);
  const classifier = Classifier.create(small(), new Prng(1));
  expect(() => classifySet(classifier, { ...data, height: 10, width: 12 })).toThrow(
    /12 x 10; those of bars have 10 x 12/,
  );
  expect(() => evaluateClassifier(classifier, { ...data, labels: null })).toThrow(/bars has none/);
  const labels = Uint8Array.from(data.labels!, () => 3);
  expect(() => evaluateClassifier(classifier, { ...data, labels })).toThrow(/0 to 2; .* class 3/);
  expect(() => classifierTrainable(classifier, { learningRate: -1 })).toThrow(/got -1/);
  expect(() => classifierTrainable(classifier, { shift: 0.5 })).toThrow(/shift .* got 0.5/);
  const trainable = classifierTrainable(classifier);
  const context = { step: 1, random: new Prng(1) };
  const batch = takeImages({ ...data, labels: null }, [0]);
  expect(() => trainable.step(batch, context)).toThrow(/images with labels; these have none/);
  trainable.dispose();
});
