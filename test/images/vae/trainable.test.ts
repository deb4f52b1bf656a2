/** The training of a VAE: what a step does and what its options mean. */

import { type ImageBatch, OptionError, Prng, takeImages } from '@ferrogen/core';
import {
  evaluateVae,
  Vae,
  type VaeConfig,
  type VaeTrainingOptions,
  vaeTrainable,
} from '@ferrogen/core/images';
import { storeVariables } from '@ferrogen/core/nn';
import {
  fit,
  type StepEvent,
  type TrainingState,
  type TrainOptions,
  train,
} from '@ferrogen/core/train';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { overBackends } from '../../support/tensor-backends.ts';
import { bars, batchesOf } from './bars.ts';

const small: VaeConfig = { height: 8, width: 8, hidden: 16, channels: 4 };
const set = bars(64);

/** Losses of every step. */
async function stepsOf(
  options: VaeTrainingOptions,
  config = small,
  batchSize = 16,
): Promise<StepEvent[]> {
  const model = vaeTrainable(Vae.create(config, new Prng(1)), options);
  const settings = {
    batches: batchesOf(set, batchSize, new Prng(2)),
    steps: options.steps,
    random: new Prng(3),
  };
  const events: StepEvent[] = [];
  for await (const event of train(model, settings)) if (event.kind === 'step') events.push(event);
  model.dispose();
  return events;
}

describe('vaeTrainable', () => {
  overBackends((name, it) => {
    const configs: VaeConfig[] = [
      small,
      { ...small, architecture: 'conv' },
      { ...small, likelihood: 'gaussian' },
      { ...small, classes: 2, latent: 3 },
    ];
    for (const config of configs)
      it(`vaeTrainable learns, and no tensor outlives an epoch: ${JSON.stringify(config)}`, async () => {
        const before = memory().numTensors;
        const vae = Vae.create(config, new Prng(1));
        const model = vaeTrainable(vae, { steps: 40, learningRate: 5e-3 });
        const own = memory().numTensors;
        const measure = () => evaluateVae(vae, set, { random: new Prng(4), samples: 3 });
        const untrained = measure();
        const batches = batchesOf(set, 16, new Prng(2));
        const evaluation = { batches, every: 20 };
        await fit(model, { batches, steps: 40, random: new Prng(3), evaluation });
        expect(measure().elbo).toBeLessThan(untrained.elbo - 2);
        expect(memory().numTensors).toBe(own);
        model.dispose();
        expect(memory().numTensors).toBe(before);
      });

    it('vaeTrainable makes a step of the net of the Keras example, and leaves no tensor behind', async () => {
      const [event] = await stepsOf({ steps: 1 }, { ...small, architecture: 'keras' }, 2);
      // Of an untrained net every pixel costs about ln 2.
      expect(event!.losses.reconstruction).toBeGreaterThan(20);
      expect(event!.losses.reconstruction).toBeLessThan(100);
    });

    it('vaeTrainable gives the same bytes for the same seeds', async () => {
      const trained = async () => {
        const vae = Vae.create(small, new Prng(1));
        const model = vaeTrainable(vae, { steps: 8 });
        const batches = batchesOf(set, 16, new Prng(2));
        await fit(model, { batches, steps: 8, random: new Prng(3) });
        const stored = await storeVariables(vae.variables);
        model.dispose();
        return stored;
      };
      expect(await trained()).toEqual(await trained());
    });

    it('vaeTrainable, stopped after 5 of 9 steps and resumed with another model, ends with the bytes of one left alone', async () => {
      const batches = batchesOf(set, 16, new Prng(2));
      const settings = { batches, steps: 9, random: new Prng(3) };
      const trained = async (seed: number, more: Partial<TrainOptions<ImageBatch>>) => {
        const vae = Vae.create(small, new Prng(seed));
        const model = vaeTrainable(vae, { steps: 9 });
        for await (const { kind, step } of train(model, { ...settings, ...more }))
          if (kind === 'checkpoint' && step === 5) break;
        const stored = await storeVariables(vae.variables);
        model.dispose();
        return stored;
      };
      const saved: TrainingState[] = [];
      const save = (state: TrainingState) => {
        saved.push(state);
      };
      await trained(1, { checkpoint: { save, every: 5 } });
      expect(await trained(99, { resume: saved[0]! })).toEqual(await trained(1, {}));
    });

    it('vaeTrainable weighs the divergence from a tenth of beta up to beta', async () => {
      const events = await stepsOf({ steps: 20, beta: 4, klWarmup: 0.5 });
      const weights = [1, 5, 10, 20].map((step) => {
        const { loss, reconstruction, kl } = events[step - 1]!.losses;
        return (loss! - reconstruction!) / kl!;
      });
      [0.19, 0.55, 1, 1].forEach((share, k) => {
        expect(weights[k]).toBeCloseTo(4 * share, 1);
      });
      const [first] = await stepsOf({ steps: 2, klWarmup: 0 });
      const { loss, reconstruction, kl } = first!.losses;
      expect(loss).toBeCloseTo(reconstruction! + kl!, 3);
    });

    it('vaeTrainable charges for free bits from the first step on', async () => {
      const [event] = await stepsOf({ steps: 1, freeBits: 3, klWarmup: 0 });
      const { loss, reconstruction, kl } = event!.losses;
      expect(kl).toBeLessThan(3);
      expect(loss! - reconstruction!).toBeCloseTo(6, 3);
    });

    it('vaeTrainable evaluates without weights, on the same binarised images each time', () => {
      const model = vaeTrainable(Vae.create(small, new Prng(1)), {
        steps: 10,
        beta: 9,
        freeBits: 5,
        binarization: 'dynamic',
      });
      const batch = takeImages(set, [0, 1, 2, 3]);
      const lossesAt = (seed: number) => {
        const losses = model.evaluate(batch, { step: 0, random: new Prng(seed) });
        const values = ['loss', 'reconstruction', 'kl'].map((key) => losses[key]!.dataSync()[0]!);
        for (const each of Object.values(losses)) each.dispose();
        return values;
      };
      const [loss, reconstruction, kl] = lossesAt(1);
      expect(loss).toBeCloseTo(reconstruction! + kl!, 4);
      expect(lossesAt(1)).toEqual([loss, reconstruction, kl]);
      expect(lossesAt(2)).not.toEqual([loss, reconstruction, kl]);
      model.dispose();
    });

    it('vaeTrainable shows the encoder black and white at every second step, unless told not to', async () => {
      const [noisy, plain] = [
        await stepsOf({ steps: 2, learningRate: 0 }),
        await stepsOf({ steps: 2, learningRate: 0, inputNoise: false }),
      ];
      expect(noisy[0]!.losses.kl).toBe(plain[0]!.losses.kl);
      expect(noisy[1]!.losses.kl).not.toBe(plain[1]!.losses.kl);
    });

    if (name !== 'cpu') return;
    it('vaeTrainable refuses options out of their range', () => {
      const vae = Vae.create(small, new Prng(1));
      for (const wrong of [
        { steps: 0 },
        { steps: 5, beta: -1 },
        { steps: 5, klWarmup: Number.NaN },
        { steps: 5, freeBits: Number.POSITIVE_INFINITY },
        { steps: 5, binarization: 'fixed' },
        { steps: 5, inputNoise: 1 },
        { steps: 5, binarization: 'dynamic', inputNoise: true },
      ])
        expect(() => vaeTrainable(vae, wrong as VaeTrainingOptions)).toThrow(OptionError);
      vae.dispose();
    });
  });
});
