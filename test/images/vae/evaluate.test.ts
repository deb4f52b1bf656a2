/** What is measured of a VAE, against its own parts and against bounds that must hold. */

import { OptionError, Prng } from '@ferrogen/core';
import { evaluateVae, evaluateVaeSteps, Vae, type VaeConfig } from '@ferrogen/core/images';
import { memory, tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { overBackends } from '../../support/tensor-backends.ts';
import { bars } from './bars.ts';

const small: VaeConfig = { height: 8, width: 8, hidden: 16, depth: 3 };
const set = bars(40);

describe('evaluateVae', () => {
  overBackends((_, it) => {
    for (const config of [
      small,
      { ...small, likelihood: 'gaussian' },
      { ...small, classes: 2 },
    ] satisfies VaeConfig[])
      it(`evaluateVae gives the parts of the bound, and a tighter one of many codes: ${JSON.stringify(config)}`, () => {
        const vae = Vae.create(config, new Prng(1));
        const before = memory().numTensors;
        const measure = (samples: number, seed = 2) =>
          evaluateVae(vae, set, { random: new Prng(seed), samples });
        const one = measure(1);
        const many = measure(400);
        expect(one.elbo).toBe(one.reconstruction + one.kl);
        expect(many.elbo).toBe(one.elbo);
        expect(measure(0)).toEqual({ ...one, nll: null, nllStdError: null });
        // With one code the two bounds are estimates of one number.
        expect(Math.abs(one.nll! - one.elbo)).toBeLessThan(0.02 * one.elbo);
        expect(many.nll!).toBeLessThan(one.nll!);
        expect(many.nllStdError!).toBeGreaterThan(0);
        // The divergence needs no sampling: it is that of the moments that encode gives.
        const { mean, logVariance } = vae.encode(set.pixels, set.labels);
        const kl = mean.reduce((sum, m, k) => {
          const log = logVariance[k]!;
          return sum + (Math.exp(log) + m * m - 1 - log) / 2;
        }, 0);
        expect(one.kl).toBeCloseTo(kl / set.count, 4);
        expect(memory().numTensors).toBe(before);
        vae.dispose();
      });

    it('evaluateVae counts the units whose mean varies over the images', () => {
      const vae = Vae.create({ ...small, latent: 3 }, new Prng(1));
      const weight = vae.variables.get('encoder.head.moments.weight')!;
      // Means are columns 0 to 2: the middle one is made deaf.
      const values = weight.dataSync().map((value, k) => (k % 6 === 1 ? 0 : 3 * value));
      tidy(() => weight.assign(tensor(values, weight.shape)));
      expect(evaluateVae(vae, set, { random: new Prng(2) }).activeUnits).toBe(2);
      vae.dispose();
    });

    it('evaluateVae takes the mean of the tighter bound over as many images as asked, drawn at random', () => {
      const vae = Vae.create(small, new Prng(1));
      const part = (seed: number) =>
        evaluateVae(vae, set, { random: new Prng(seed), samples: 20, nllImages: 10 });
      expect(part(1)).toEqual(part(1));
      expect(part(1).nll).not.toBe(part(2).nll);
      vae.dispose();
    });

    it('evaluateVaeSteps tells how far it is', () => {
      const vae = Vae.create(small, new Prng(1));
      const told = [
        ...evaluateVaeSteps(vae, set, { random: new Prng(1), samples: 2, nllImages: 30 }),
      ];
      expect(told.map(({ done }) => done)).toEqual([40, 60, 70]);
      expect(told.every(({ total }) => total === 70)).toBe(true);
      vae.dispose();
    });

    it('evaluateVae refuses counts without meaning', () => {
      const vae = Vae.create(small, new Prng(1));
      const random = new Prng(1);
      for (const wrong of [{ samples: -1 }, { samples: 1.5 }, { nllImages: 41 }, { nllImages: 0 }])
        expect(() => evaluateVae(vae, set, { random, ...wrong })).toThrow(OptionError);
      vae.dispose();
    });
  });
});
