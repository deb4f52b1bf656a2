/** Sample paths against the theory of the process: mean and variance at each step come from the psi weights. */

import {
  type ArProcess,
  forecastAr,
  installKernels,
  Prng,
  referenceKernels,
  sampleAr,
} from '@ferrogen/core';
import { afterEach, describe, expect } from 'vitest';
import { implementations } from '../support/implementations.ts';
import { itWith } from '../support/shared-data.ts';

afterEach(() => installKernels(referenceKernels));

const process: ArProcess = {
  trend: 'ct',
  lags: [1, 3],
  coefficients: [1, 0.05, 0.7, -0.4],
  sigma2: 4,
};
const history = [3, 1, 4, 1, 5];

describe.each(implementations)('$name kernels', ({ kernels, missing }) => {
  const it = itWith(missing);

  for (const [label, shocks] of [
    ['Gaussian', 'gaussian'],
    // Two values with variance 4.
    ['bootstrap', { bootstrap: [10, 14] }],
  ] as const)
    it(`sampleAr has the mean and variance of the forecast, ${label} shocks`, () => {
      installKernels(kernels!);
      const [paths, steps] = [20_000, 12];
      const values = sampleAr(process, steps, { history, paths, random: new Prng(7), shocks });
      const { mean, stdError } = forecastAr(process, steps, { history });
      for (let step = 0; step < steps; step++) {
        const column = Float64Array.from(
          { length: paths },
          (_, path) => values[path * steps + step]!,
        );
        const average = column.reduce((sum, value) => sum + value, 0) / paths;
        const variance = column.reduce((sum, value) => sum + (value - average) ** 2, 0) / paths;
        // Four and a half standard errors of each estimate; the seed is fixed.
        expect(Math.abs(average - mean[step]!)).toBeLessThan(
          (4.5 * stdError[step]!) / Math.sqrt(paths),
        );
        expect(Math.abs(variance / stdError[step]! ** 2 - 1)).toBeLessThan(
          4.5 * Math.sqrt(2 / paths),
        );
      }
    });

  it('sampleAr gives the same bytes for the same source of randomness, others for its splits', () => {
    installKernels(kernels!);
    const draw = (random: Prng) => sampleAr(process, 50, { history, paths: 3, random });
    expect(draw(new Prng(5))).toEqual(draw(new Prng(5)));
    expect(draw(new Prng(5))).not.toEqual(draw(new Prng(6)));
    expect(draw(new Prng(5).split(1))).not.toEqual(draw(new Prng(5)));
    expect(draw(new Prng(5).split(1))).not.toEqual(draw(new Prng(5).split(2)));
  });
});
