/** The importance-weighted bound where log p(x) is known exactly: a linear model with Gaussian noise. */

import { Prng } from '@ferrogen/core';
import {
  add,
  expandDims,
  memory,
  mul,
  square,
  sub,
  sum,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import {
  importanceBounds,
  type LatentModel,
} from '../../../packages/core/src/images/vae/importance.ts';
import { overBackends } from '../../support/tensor-backends.ts';

/** x = 1.5 z + noise of deviation 0.5, of one pixel: x is normal with variance 2.5, and z given x with mean 0.6 x and variance 0.1. */
const xs = [-2, 0, 0.3, 4];
const evidence = xs.map((x) => -0.5 * (Math.log(2 * Math.PI * 2.5) + (x * x) / 2.5));

/** The model with a posterior of any mean and variance, as functions of x. */
function linear(meanOf: (x: number) => number, variance: number): LatentModel {
  return {
    posterior: (images) => ({
      mean: tensor2d([...images.dataSync()].map(meanOf), images.shape),
      logVariance: tensor2d(new Array(images.size).fill(Math.log(variance)), images.shape),
    }),
    logLikelihood: (images, codes) => {
      const errors = square(sub(expandDims(images, 1), mul(1.5, codes))); // [batch, samples, 1]
      return mul(-0.5, add(mul(sum(errors, 2), 4), Math.log(2 * Math.PI * 0.25)));
    },
  };
}

const exact = linear((x) => 0.6 * x, 0.1);
const wrong = linear((x) => 0.5 * x, 0.2);
/** Divergence of the wrong posterior from the exact one. */
const gap = (x: number) => 0.5 * (0.2 / 0.1 + (0.1 * x) ** 2 / 0.1 - 1 - Math.log(0.2 / 0.1));

function bounds(model: LatentModel, samples: number, seed = 1): number[] {
  return tidy(() => {
    const images: Tensor2D = tensor2d(xs, [xs.length, 1]);
    return [...importanceBounds(model, images, { samples, random: new Prng(seed) })];
  });
}

describe('importanceBounds', () => {
  overBackends((_, it) => {
    it('importanceBounds under the exact posterior is log p(x) for any number of samples', () => {
      for (const samples of [1, 2, 700, 5000])
        bounds(exact, samples).forEach((bound, k) => {
          expect(Math.abs(bound - evidence[k]!)).toBeLessThan(5e-6);
        });
    });

    it('importanceBounds of one sample is in expectation the evidence lower bound', () => {
      const draws = 4000;
      const all = Array.from({ length: draws }, (_, seed) => bounds(wrong, 1, seed));
      xs.forEach((x, k) => {
        const values = all.map((each) => each[k]!);
        const mean = values.reduce((a, b) => a + b) / draws;
        const deviation = Math.sqrt(
          values.reduce((total, value) => total + (value - mean) ** 2, 0) / draws,
        );
        const expected = evidence[k]! - gap(x);
        // Five standard errors; the seeds are fixed.
        expect(Math.abs(mean - expected)).toBeLessThan((5 * deviation) / Math.sqrt(draws));
      });
    });

    it('importanceBounds of 20,000 samples from a wrong posterior is log p(x) within 0.02', () => {
      const before = memory().numTensors;
      bounds(wrong, 20_000).forEach((bound, k) => {
        expect(Math.abs(bound - evidence[k]!)).toBeLessThan(0.02);
      });
      expect(memory().numTensors).toBe(before);
    });

    it('importanceBounds of likelihoods far below the smallest number is finite', () => {
      const far = linear((x) => 0.6 * x, 0.1);
      const model: LatentModel = {
        ...far,
        logLikelihood: (images, codes) => sub(far.logLikelihood(images, codes), 5000),
      };
      bounds(model, 64).forEach((bound, k) => {
        expect(Math.abs(bound + 5000 - evidence[k]!)).toBeLessThan(5e-3);
      });
    });
  });
});
