/**
 * One suite over every implementation of the autoregression kernels: the same answers on random series, models and gaps, the
 * same refusals, the same paths.
 */

import {
  type ArRequest,
  type Kernels,
  type LeastSquares,
  referenceKernels,
  type Segment,
  type Trend,
} from '@ferrogen/core';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { implementations } from '../support/implementations.ts';
import { itWith } from '../support/shared-data.ts';

const trends: readonly Trend[] = ['n', 'c', 't', 'ct', 'ctt'];

/** Series as people have them: prices with decimals about a level, whole numbers, wide ranges. */
const series = fc
  .record({
    values: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 20,
      maxLength: 120,
    }),
    level: fc.constantFrom(0, 1, -250, 1e6),
    spread: fc.constantFrom(1, 0.05, 1e4),
    decimals: fc.constantFrom(0, 2, 15),
  })
  .map(({ values, level, spread, decimals }) =>
    Float64Array.from(values, (value) => Number((level + spread * value).toFixed(decimals))),
  );

const model = fc.record({
  lags: fc
    .uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 4 })
    .map((lags) => lags.sort((a, b) => a - b)),
  trend: fc.constantFrom(...trends),
  extraHoldBack: fc.integer({ min: 0, max: 3 }),
  gaps: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 2 }),
});

function requestOf(
  length: number,
  spec: { lags: number[]; trend: Trend; extraHoldBack: number; gaps: number[] },
): ArRequest {
  const cuts = [...new Set(spec.gaps.map((gap) => Math.floor(gap * length)))].sort((a, b) => a - b);
  const segments: Segment[] = [];
  let start = 0;
  for (const cut of [...cuts, length]) {
    if (cut > start) segments.push({ start, end: cut });
    start = cut + 1;
  }
  return {
    lags: spec.lags,
    trend: spec.trend,
    holdBack: (spec.lags.at(-1) ?? 0) + spec.extraHoldBack,
    segments,
  };
}

/** Largest difference in units of the standard errors (or of the sums of squares), which is what matters to a user. */
function distance(a: LeastSquares, b: LeastSquares): number {
  const k = a.coefficients.length;
  const scale = Math.sqrt(b.tss / b.nobs);
  const coefficients = Array.from(
    a.coefficients,
    (value, i) =>
      Math.abs(value - b.coefficients[i]!) / (scale * Math.sqrt(b.inverseGram[i * k + i]!)),
  );
  const inverse = Array.from(a.inverseGram, (value, i) => {
    const [row, column] = [Math.floor(i / k), i % k];
    const size = Math.sqrt(b.inverseGram[row * k + row]! * b.inverseGram[column * k + column]!);
    return Math.abs(value - b.inverseGram[i]!) / size;
  });
  const sums = Array.from(a.nestedSsr, (value, i) => Math.abs(value - b.nestedSsr[i]!) / b.tss);
  return Math.max(
    ...coefficients,
    ...inverse,
    ...sums,
    Math.abs(a.ssr - b.ssr) / b.tss,
    Math.abs(a.tss / b.tss - 1),
  );
}

/**
 * What rounding does to the reference: a small multiple of the unit, times the root of the largest factor by which
 * collinearity inflates a variance. The native kernels carry twice the digits.
 */
function orthogonalError(
  values: Float64Array,
  { coefficients, inverseGram, nobs }: LeastSquares,
): number {
  const k = coefficients.length;
  const largest = values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  const inflation = Array.from(
    coefficients,
    (_, i) => inverseGram[i * k + i]! * nobs * (1 + largest) ** 2,
  );
  return 1e-13 * Math.sqrt(Math.max(1, ...inflation));
}

for (const { name, kernels, missing } of implementations.filter(
  ({ name }) => name !== 'reference',
)) {
  const it = itWith(missing);

  describe(`${name} kernels`, () => {
    it('fitAr answers as the reference does, or refuses as it does', () => {
      let fitted = 0;
      fc.assert(
        fc.property(series, model, (values, spec) => {
          const request = requestOf(values.length, spec);
          const expected = referenceKernels.fitAr(values, request);
          const found = (kernels as Kernels).fitAr(values, request);
          expect(found.refused).toBe(expected.refused);
          if (found.refused !== null || expected.refused !== null) return;
          fitted++;
          expect(found.nobs).toBe(expected.nobs);
          expect(distance(found, expected)).toBeLessThan(orthogonalError(values, expected));
        }),
        { numRuns: 1000, seed: 20 },
      );
      expect(fitted).toBeGreaterThan(400);
    });

    it('fitAr never throws and never answers with NaN, whatever the values', () => {
      const anything = fc
        .array(
          fc.oneof(
            fc.double(),
            fc.constantFrom(0, -0, 5e-324, 1e308, -1e308, Number.NaN, Number.POSITIVE_INFINITY),
            fc.integer(),
          ),
          { maxLength: 40 },
        )
        .map((values) => Float64Array.from(values));
      fc.assert(
        fc.property(anything, model, (values, spec) => {
          const request = requestOf(values.length, spec);
          for (const implementation of [kernels as Kernels, referenceKernels]) {
            const result = implementation.fitAr(values, request);
            if (result.refused !== null) continue;
            expect(result.coefficients.every(Number.isFinite)).toBe(true);
            expect(result.inverseGram.every(Number.isFinite)).toBe(true);
            expect(Number.isFinite(result.ssr) && result.ssr >= 0).toBe(true);
          }
        }),
        { numRuns: 2000, seed: 21 },
      );
    });

    it('residualMoments answers as the reference does', () => {
      let compared = 0;
      fc.assert(
        fc.property(series, model, (values, spec) => {
          const request = requestOf(values.length, spec);
          const fit = referenceKernels.fitAr(values, request);
          if (fit.refused !== null) return;
          // Residuals at the level of rounding are noise in either arithmetic.
          const largest = values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
          if (fit.ssr < fit.nobs * (1e-8 * largest) ** 2) return;
          if (orthogonalError(values, fit) > 1e-9) return;
          compared++;
          const question = {
            ...request,
            coefficients: fit.coefficients,
            autocorrelations: 6,
            archLags: 3,
          };
          const expected = referenceKernels.residualMoments(values, question);
          const found = (kernels as Kernels).residualMoments(values, question);
          const near = (a: number, b: number) => {
            if (Number.isNaN(b)) expect(a).toBeNaN();
            else expect(Math.abs(a - b)).toBeLessThan(1e-6 * (1 + Math.abs(b)));
          };
          expect(found.nobs).toBe(expected.nobs);
          expect(Math.abs(found.variance - expected.variance)).toBeLessThanOrEqual(
            1e-6 * expected.variance,
          );
          near(found.skewness, expected.skewness);
          near(found.kurtosis, expected.kurtosis);
          found.autocorrelations.forEach((r, k) => {
            near(r, expected.autocorrelations[k]!);
          });
          expect(found.arch?.nobs).toBe(expected.arch?.nobs);
          if (found.arch && expected.arch) near(found.arch.rSquared, expected.arch.rSquared);
        }),
        { numRuns: 500, seed: 22 },
      );
      expect(compared).toBeGreaterThan(100);
    });

    it('simulateAr draws the paths of the reference to the last digits', () => {
      for (const trend of trends)
        for (const lags of [[], [1], [1, 2], [2, 5]]) {
          const terms = trend === 'n' ? 0 : trend.length;
          const request = {
            coefficients: Float64Array.from([
              ...[2, 0.01, -1e-5].slice(0, terms),
              ...[0.6, -0.3].slice(0, lags.length),
            ]),
            trend,
            lags,
            history: Float64Array.of(5, 4, 3, 2, 1),
            start: 7,
            steps: 33,
            paths: 20,
            key: [123456789, 4000000000] as const,
          };
          for (const shocks of [
            { kind: 'gaussian', sigma: 2.5 },
            { kind: 'bootstrap', residuals: Float64Array.of(-3, -1, 0, 4) },
          ] as const) {
            const expected = referenceKernels.simulateAr({ ...request, shocks });
            const found = (kernels as Kernels).simulateAr({ ...request, shocks });
            expect(found).toHaveLength(33 * 20);
            // Equal to the bit but for the logarithm in the tails of Gaussian shocks.
            found.forEach((value, i) => {
              expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(
                1e-13 * (1 + Math.abs(expected[i]!)),
              );
            });
          }
        }
    });
  });
}
