/** ganTrainable in the training loop: who changes when, losses in closed form, penalties, resumption; on every backend. */

import { type ImageBatch, Prng, takeImages } from '@ferrogen/core';
import {
  type Gan,
  type GanLoss,
  ganFromFile,
  ganToFile,
  ganTrainable,
} from '@ferrogen/core/images';
import { encodeModelFile } from '@ferrogen/core/io';
import type { Layer, Variables } from '@ferrogen/core/nn';
import { fit, type TrainingState, train } from '@ferrogen/core/train';
import { fill, memory, type Scalar, tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';
import { barBatches, bars, makeMini } from './mini-gan.ts';

const random = new Prng(8);
const batches = barBatches(random.split(0));
const batch: ImageBatch = takeImages(bars, [0, 1, 2, 3, 4, 5, 6, 7]);
const losses: readonly GanLoss[] = ['minimax', 'non-saturating', 'hinge', 'relativistic'];

/** Reads losses and disposes them. */
function read(told: Readonly<Record<string, Scalar>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(told).map(([name, loss]) => {
      const value = loss.dataSync()[0]!;
      loss.dispose();
      return [name, value];
    }),
  );
}

const copyOf = (variables: Variables) =>
  new Map([...variables].map(([name, each]) => [name, each.dataSync().slice()]));

/** Names of what is not what it was; an average of equal numbers may be another one in its last bit. */
const changedSince = (former: ReturnType<typeof copyOf>, variables: Variables) =>
  [...variables]
    .filter(([name, each]) =>
      each.dataSync().some((value, k) => Math.abs(value - former.get(name)![k]!) > 1e-6),
    )
    .map(([name]) => name);

const bytesOf = async (gan: Gan) => encodeModelFile(await ganToFile(gan, null));

describe('ganTrainable', () => {
  overBackends((_, it) => {
    for (const loss of losses)
      it(`${loss} is its closed form where the discriminator says one thing`, () => {
        const gan = makeMini(random, { loss, r1: 0, r2: 0, spectralNorm: false });
        const { discriminator } = gan.players!;
        const logit = 0.7;
        tidy(() => {
          for (const name of ['head.weight', 'embedding.weight']) {
            const weight = discriminator.variables.get(name)!;
            weight.assign(fill(weight.shape, 0));
          }
          discriminator.variables.get('head.bias')!.assign(tensor([logit]));
        });
        const trainable = ganTrainable(gan, { steps: 10 });
        const seen = read(trainable.evaluate(batch, { step: 0, random }));
        // log(1 + exp(x)) is -log(1 - D) of a generated image, and log(1 + exp(-x)) is -log D, D = sigmoid(x).
        const [minusLogFake, minusLogReal] = [
          Math.log1p(Math.exp(logit)),
          Math.log1p(Math.exp(-logit)),
        ];
        const expected = {
          minimax: [minusLogReal + minusLogFake, -minusLogFake],
          'non-saturating': [minusLogReal + minusLogFake, minusLogReal],
          hinge: [1 - logit + (1 + logit), -logit],
          relativistic: [Math.LN2, Math.LN2],
        }[loss];
        expect(seen.discriminator).toBeCloseTo(expected[0]!, 5);
        expect(seen.generator).toBeCloseTo(expected[1]!, 5);
        expect(seen.real).toBeCloseTo(logit, 6);
        expect(seen.fake).toBeCloseTo(logit, 6);
        trainable.dispose();
      });

    it('with a learning rate of 0 for one player changes the other alone, and its average after it', () => {
      for (const still of ['generator', 'discriminator'] as const) {
        const gan = makeMini(random);
        const rates = { learningRate: 1e-3, discriminatorLearningRate: 1e-3 };
        rates[still === 'generator' ? 'learningRate' : 'discriminatorLearningRate'] = 0;
        const trainable = ganTrainable(gan, { steps: 10, warmUp: 0, ...rates });
        const before = copyOf(gan.variables);
        read(trainable.step(batch, { step: 1, random }));
        const changed = changedSince(before, gan.variables);
        // Spectral norm's vectors are the discriminator's, and move with each of its steps.
        const parts = new Set(
          changed.filter((name) => !name.endsWith('weight_u')).map((name) => name.split('.')[0]),
        );
        expect([...parts].sort()).toEqual(
          still === 'generator' ? ['discriminator'] : ['average', 'generator'],
        );
        trainable.dispose();
      }
    });

    it('a gradient penalty is that of finite differences, in one of so many steps', () => {
      for (const which of ['r1', 'r2'] as const) {
        const off = { r1: 0, r2: 0, spectralNorm: false, classes: null };
        const gan = makeMini(random, { ...off, [which]: 2, penaltyInterval: 3 });
        // No learning, so that all steps see one discriminator.
        const trainable = ganTrainable(gan, { steps: 10, learningRate: 0 });
        const { discriminator, generator } = gan.players!;
        const fed = captured(generator);
        const unlabelled = { ...batch, labels: null };
        const [first, second, third, fourth] = [1, 2, 3, 4].map(
          (step) => read(trainable.step(unlabelled, { step, random })).penalty!,
        );
        expect([second, third]).toEqual([0, 0]);
        expect(fourth).toBeCloseTo(first!, 4);
        const images =
          which === 'r1'
            ? Float32Array.from(batch.pixels, (pixel) => pixel / 127.5 - 1)
            : fed.first!;
        const logitOf = (image: Float32Array) =>
          tidy(() => discriminator.apply(tensor(image, [1, 8, 8, 1]), null).dataSync()[0]!);
        let squares = 0;
        for (let k = 0; k < images.length; k++) {
          const first = 64 * Math.floor(k / 64);
          const moved = (by: number) => {
            const image = images.slice(first, first + 64);
            image[k - first]! += by;
            return logitOf(image);
          };
          squares += ((moved(2e-3) - moved(-2e-3)) / 4e-3) ** 2;
        }
        // Interval 3, weight 2, half of the mean over 8 images.
        const expected = 3 * 2 * 0.5 * (squares / 8);
        expect(Math.abs(first! / expected - 1)).toBeLessThan(0.02);
        trainable.dispose();
      }
    });

    it('every loss and both generators learn for a while without an accident', async () => {
      for (const loss of losses)
        for (const generator of ['mlp', 'cnn'] as const) {
          const before = memory().numTensors;
          const gan = makeMini(random, { loss, generator });
          const trainable = ganTrainable(gan, { steps: 6 });
          const made = memory().numTensors;
          // The loop throws for a loss that is not finite and for a tensor left behind.
          const evaluation = { batches: barBatches(random, 16), every: 3 };
          const { evaluation: seen } = await fit(trainable, {
            batches,
            steps: 6,
            random,
            evaluation,
          });
          expect(Object.keys(seen!)).toEqual(['discriminator', 'generator', 'real', 'fake']);
          gan.sample(5, random);
          expect(memory().numTensors).toBe(made);
          trainable.dispose();
          expect(memory().numTensors).toBe(before);
        }
    });

    it('images of three channels are learnt and made like grey ones', async () => {
      const gan = makeMini(random, { channels: 3 });
      const trainable = ganTrainable(gan, { steps: 2 });
      const pixels = Uint8Array.from({ length: 8 * 64 * 3 }, (_, k) => k % 256);
      const coloured = { batchSize: 8, batchesPerEpoch: 1, batchAt: () => ({ ...batch, pixels }) };
      await fit(trainable, { batches: coloured, random, steps: 2 });
      expect(gan.sample(2, random).images.length).toBe(2 * 64 * 3);
      trainable.dispose();
    });

    it('the same seed gives the same bytes, resumed in the middle of an epoch or not, looked at or not', async () => {
      const settings = { batches, random: random.split(2), steps: 21 };
      const fresh = () => {
        const gan = makeMini(random.split(1), { loss: 'relativistic', spectralNorm: true });
        return {
          gan,
          trainable: ganTrainable(gan, { steps: 21, warmUp: 4, discriminatorSteps: 2 }),
        };
      };
      const alone = fresh();
      await fit(alone.trainable, settings);
      const bytes = await bytesOf(alone.gan);
      const image = alone.gan.sample(2, random).images;

      const stopped = fresh();
      let state: TrainingState | null = null;
      const save = (saved: TrainingState) => {
        state = saved;
      };
      for await (const event of train(stopped.trainable, {
        ...settings,
        checkpoint: { save, every: 5 },
      })) {
        if (event.kind === 'step') stopped.gan.sample(2, random);
        if (event.step === 13) break;
      }
      const resumed = fresh();
      resumed.gan.sample(2, random); // What it looked like before must be forgotten.
      await fit(resumed.trainable, { ...settings, resume: state });
      expect(Buffer.compare(await bytesOf(resumed.gan), bytes)).toBe(0);
      expect(resumed.gan.sample(2, random).images).toEqual(image);
      for (const { trainable } of [alone, stopped, resumed]) trainable.dispose();
    });

    it('a training put back to a state is sampled as that state', async () => {
      const gan = makeMini(random);
      const trainable = ganTrainable(gan, { steps: 4 });
      const states: TrainingState[] = [];
      const save = (state: TrainingState) => {
        states.push(state);
      };
      await fit(trainable, { batches, random, steps: 2, checkpoint: { save } });
      const { images } = gan.sample(2, random);
      await fit(trainable, { batches, random, steps: 4, resume: states[0]! });
      expect(gan.sample(2, random).images).not.toEqual(images);
      await fit(trainable, { batches, random, steps: 2, resume: states[0]! });
      expect(gan.sample(2, random).images).toEqual(images);
      trainable.dispose();
    });

    it('refuses batches and options that do not fit', async () => {
      const gan = makeMini(random);
      const context = { step: 1, random };
      const thrice = ganTrainable(gan, { steps: 4, discriminatorSteps: 3 });
      const refuses = (given: ImageBatch, option: string) =>
        expect(() => thrice.step(given, context)).toThrow(expect.objectContaining({ option }));
      refuses(batch, 'discriminatorSteps');
      refuses({ ...batch, pixels: new Uint8Array(8 * 49) }, 'pixels');
      refuses({ ...batch, count: 6, pixels: new Uint8Array(6 * 64), labels: null }, 'labels');
      const wrong = [
        ['steps', 0],
        ['discriminatorSteps', 0.5],
        ['learningRate', Number.NaN],
        ['discriminatorLearningRate', -1],
        ['warmUp', Number.POSITIVE_INFINITY],
        ['beta1', 1],
      ] as const;
      for (const [option, value] of wrong)
        expect(() => ganTrainable(gan, { steps: 4, [option]: value })).toThrow(
          expect.objectContaining({ option }),
        );
      const generator = ganFromFile(await ganToFile(gan, null, { generatorOnly: true }));
      expect(() => ganTrainable(generator, { steps: 4 })).toThrow(
        expect.objectContaining({ option: 'gan' }),
      );
      generator.dispose();
      thrice.dispose();
    });
  });
});

/** What a generator made first, once it has. */
function captured(generator: Layer): { first: Float32Array | null } {
  const seen: { first: Float32Array | null } = { first: null };
  const apply = generator.apply.bind(generator);
  generator.apply = (x, options) => {
    const images = apply(x, options);
    seen.first ??= images.dataSync<'float32'>().slice();
    return images;
  };
  return seen;
}
