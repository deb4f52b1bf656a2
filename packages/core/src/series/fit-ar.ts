/** Fitting an autoregression: options in, a fitted value out. */

import { OptionError } from '../errors.ts';
import type { Trend } from '../kernels/kernels.ts';
import { ArModel } from './ar-model.ts';
import { leastSquares } from './least-squares.ts';
import { type MissingPolicy, segmentsOf } from './segments.ts';

export interface ArOptions {
  /** Order p for lags 1..p, or the lags themselves. */
  readonly lags: number | readonly number[];
  /** Deterministic terms: none, constant, trend, both, or with the squared trend as well. @default 'c' */
  readonly trend?: Trend;
  /** Values at the start (of each segment) that are only ever regressors. @default the largest lag */
  readonly holdBack?: number;
  /** Variance with divisor N - k and Student's t, instead of N and the normal distribution. @default false */
  readonly useT?: boolean;
  /** What to do about NaN: refuse, or use only the rows whose lags are all there. @default 'refuse' */
  readonly missing?: MissingPolicy;
}

/**
 * Fits an autoregression by least squares, conditional on the values held back.
 *
 * @throws OptionError for lags, trend or hold-back without meaning
 * @throws SeriesError where the series is too short, has gaps, is not finite, or does not determine the coefficients
 *
 * @example
 * ```ts
 * const model = fitAr([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9], { lags: 2 });
 * model.coefficients.map(({ name, value }) => `${name} ${value.toFixed(2)}`);
 * model.forecast(5).mean;
 * ```
 */
export function fitAr(series: ArrayLike<number>, options: ArOptions): ArModel {
  const { trend = 'c', useT = false, missing = 'refuse' } = options;
  const lags = lagList(options.lags);
  const holdBack = options.holdBack ?? lags.at(-1) ?? 0;
  if (!Number.isSafeInteger(holdBack) || holdBack < (lags.at(-1) ?? 0))
    throw new OptionError(
      'holdBack',
      `holdBack is a whole number not below the largest lag ${lags.at(-1) ?? 0}; got ${holdBack}`,
    );
  checkTrend(trend);
  const values = asFloat64Array(series);
  const segments = segmentsOf(values, missing);
  const fit = leastSquares(values, { lags, trend, holdBack, segments });
  const scale = fit.ssr / (useT ? fit.nobs - fit.coefficients.length : fit.nobs);
  const past = lags.at(-1) ?? 0;
  return new ArModel({
    specification: { lags, trend, holdBack },
    useT,
    nobs: fit.nobs,
    ssr: fit.ssr,
    tss: fit.tss,
    coefficients: Array.from(fit.coefficients),
    stdErrors: diagonal(fit.inverseGram, fit.coefficients.length).map((entry) =>
      Math.sqrt(scale * entry),
    ),
    length: values.length,
    lastValues: Array.from(values.subarray(values.length - past)),
    segments: segments.length,
    source: null,
  });
}

/** Ascending lags from an order or a list. */
export function lagList(lags: number | readonly number[]): number[] {
  if (typeof lags === 'number') {
    if (!Number.isSafeInteger(lags) || lags < 0 || lags > MAX_LAGS)
      throw new OptionError(
        'lags',
        `an order is a whole number from 0 to ${MAX_LAGS}; got ${lags}`,
      );
    return Array.from({ length: lags }, (_, k) => k + 1);
  }
  const sorted = [...lags].sort((a, b) => a - b);
  for (const [k, lag] of sorted.entries()) {
    if (!Number.isSafeInteger(lag) || lag < 1)
      throw new OptionError('lags', `a lag is a whole number of at least 1; got ${lag}`);
    if (lag === sorted[k + 1]) throw new OptionError('lags', `lag ${lag} is given twice`);
  }
  if (sorted.length > MAX_LAGS)
    throw new OptionError('lags', `at most ${MAX_LAGS} lags; got ${sorted.length}`);
  return sorted;
}

/** The normal matrix has the square of this many entries. */
const MAX_LAGS = 5000;

export function checkTrend(trend: Trend): void {
  if (!['n', 'c', 't', 'ct', 'ctt'].includes(trend))
    throw new OptionError('trend', `trend is one of n, c, t, ct, ctt; got ${trend}`);
}

export function asFloat64Array(series: ArrayLike<number>): Float64Array {
  return series instanceof Float64Array ? series : Float64Array.from(series);
}

function diagonal(matrix: Float64Array, size: number): number[] {
  return Array.from({ length: size }, (_, k) => matrix[k * size + k]!);
}
