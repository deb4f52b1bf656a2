/**
 * Models of images, whatever is done with them: no tensor and no buffer is left behind by a step, an epoch, a sample, a reconstruction
 * or a measurement; on every backend. Failed calls count too.
 */

import { type ImageSet, Prng, takeImages } from '@ferrogen/core';
import {
  Classifier,
  classifierConfig,
  classifierNetworks,
  classifierTrainable,
  classifySet,
  evaluateClassifier,
  evaluateImages,
  evaluateVae,
  type GanLoss,
  ganFromFile,
  ganToFile,
  ganTrainable,
  Vae,
  vaeArchitectures,
  vaeFromFile,
  vaeLikelihoods,
  vaeToFile,
  vaeTrainable,
} from '@ferrogen/core/images';
import { disposeAll } from '@ferrogen/core/nn';
import { fit, shuffledBatches, type Trainable } from '@ferrogen/core/train';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';
import { bars, makeMini } from './mini-gan.ts';

type Batch = ReturnType<typeof takeImages>;
const random = new Prng(11);
/** So few that the largest of the networks is trained on them in a moment, on the slowest backend. */
const few: ImageSet = {
  ...bars,
  ...takeImages(
    bars,
    Array.from({ length: 16 }, (_, k) => k),
  ),
};
const batchesOf = (random: Prng) =>
  shuffledBatches({ examples: few.count, batchSize: 8, random }, (ids) => takeImages(few, ids));
const batch = takeImages(bars, [0, 1, 2, 3, 4, 5, 6, 7]);

/** What TensorFlow.js holds. */
function held(): { numTensors: number; numDataBuffers: number; numBytes: number } {
  const { numTensors, numDataBuffers, numBytes } = memory();
  return { numTensors, numDataBuffers, numBytes };
}

/**
 * Does each of these things twice, and expects all to be as before; a name says which it was not. The first time may part a copy
 * from what it was copied of, which is another buffer and no other tensor.
 */
async function leavesNothing(things: Readonly<Record<string, () => unknown>>): Promise<void> {
  for (const [name, call] of Object.entries(things)) {
    const before = held();
    await call();
    const parted = held();
    expect(parted.numTensors, name).toBe(before.numTensors);
    await call();
    expect(held(), name).toEqual(parted);
  }
}

/** What all that can be trained is put through. */
function trainings(trainable: Trainable<Batch>): Record<string, () => unknown> {
  const settings = { batches: batchesOf(random.split(0)), random };
  const read = (losses: ReturnType<Trainable<Batch>['step']>) =>
    disposeAll(new Map(Object.entries(losses)));
  return {
    'a step': () => read(trainable.step(batch, { step: 1, random })),
    'an evaluation': () => read(trainable.evaluate(batch, { step: 1, random })),
    'an epoch, saved': async () => {
      const evaluation = { batches: batchesOf(random.split(1)), every: 2 };
      const checkpoint = { save: () => {}, every: 2 };
      await fit(trainable, { ...settings, epochs: 1, evaluation, checkpoint });
    },
    'a step on images of another size': () => {
      const wrong = { ...batch, pixels: batch.pixels.subarray(1) };
      expect(() => trainable.step(wrong, { step: 1, random })).toThrow();
    },
  };
}

describe('no tensor is left', () => {
  overBackends((_, it) => {
    // Told classes or not is nothing that a likelihood sees.
    for (const architecture of vaeArchitectures)
      for (const likelihood of vaeLikelihoods)
        for (const classes of likelihood === 'gaussian' ? [null] : [null, 2])
          it(`by a VAE, ${architecture}, ${likelihood}${classes === null ? '' : ', told classes'}`, async () => {
            const before = held();
            const config = { height: 8, width: 8, hidden: 16, channels: 4, depth: 1 };
            const vae = Vae.create({ ...config, architecture, likelihood, classes }, random);
            const trainable = vaeTrainable(vae, {
              steps: 20,
              freeBits: 0.1,
              binarization: 'dynamic',
            });
            const labels = classes === null ? null : batch.labels;
            const label = classes === null ? null : 1;
            await leavesNothing({
              ...trainings(trainable),
              'a sample': () => vae.sample(8, random, labels),
              'a reconstruction': () => vae.reconstruct(batch.pixels, labels),
              codes: () => vae.encode(batch.pixels, labels),
              'the plane': () => vae.manifold(3, label),
              'a way': () =>
                vae.interpolate(Float32Array.of(0, 1), Float32Array.of(1, 0), 4, 'slerp', label),
              'a reconstruction of what is no image': () =>
                expect(() => vae.reconstruct(new Uint8Array(63), labels)).toThrow(),
              'a measurement': () => evaluateVae(vae, few, { random, samples: 2, nllImages: 4 }),
              'a file': async () => vaeFromFile(await vaeToFile(vae)).dispose(),
            });
            trainable.dispose();
            expect(held()).toEqual(before);
          });

    // The generator of dense layers is a large one; no loss looks into it.
    for (const loss of ['minimax', 'non-saturating', 'hinge', 'relativistic'] satisfies GanLoss[])
      for (const generator of loss === 'minimax' ? (['cnn', 'mlp'] as const) : (['cnn'] as const))
        for (const classes of generator === 'mlp' ? [null] : [null, 2])
          it(`by a GAN, ${loss}, ${generator}${classes === null ? '' : ', told classes'}`, async () => {
            const before = held();
            const steady = { r1: 1, r2: 1, penaltyInterval: 2, spectralNorm: true };
            const gan = makeMini(random, { loss, generator, classes, ...steady });
            const trainable = ganTrainable(gan, { steps: 20 });
            const noise = gan.noise(2, random);
            const label = classes === null ? null : 1;
            await leavesNothing({
              ...trainings(trainable),
              'a sample': () => gan.sample(8, random),
              noise: () => gan.noise(3, random),
              'images of noise': () =>
                gan.generate(noise, classes === null ? null : Uint8Array.of(0, 1)),
              'a way': () => gan.interpolate(noise.slice(0, 5), noise.slice(5), 4, 'linear', label),
              'a file': async () => {
                for (const generatorOnly of [false, true])
                  ganFromFile(await ganToFile(gan, null, { generatorOnly })).dispose();
              },
            });
            trainable.dispose();
            expect(held()).toEqual(before);
          });

    for (const network of classifierNetworks)
      it(`by a classifier, ${network}, and by measuring samples with it`, async () => {
        const before = held();
        const size = { height: 8, width: 8, classes: 2, hidden: 8, features: 6 };
        const classifier = Classifier.create(classifierConfig({ ...size, network }), random);
        const trainable = classifierTrainable(classifier, { learningRate: 1e-2 });
        const samples = Float32Array.from(bars.pixels, (pixel) => pixel / 255);
        await leavesNothing({
          ...trainings(trainable),
          classes: () => classifySet(classifier, bars),
          'a measurement': () => evaluateClassifier(classifier, bars),
          'a measurement of samples': () =>
            evaluateImages({
              samples,
              labels: bars.labels,
              reference: bars,
              classifier,
              random,
            }),
        });
        trainable.dispose();
        expect(held()).toEqual(before);
      });
  });
});
