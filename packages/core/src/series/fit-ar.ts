/** Fitting an autoregression: options in, a fitted value out. */

import { OptionError } from '../errors.ts';
import type { Trend } from '../kernels/kernels.ts';
import { ArModel } from './ar-model.ts';
import { leastSquares, MAX_LAG } from './least-squares.ts';
import { asFloat64Array, type MissingPolicy, segmentsOf } from './segments.ts';
import { trends } from './types.ts';

/** Which autoregression is fitted, and to which rows. */
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
  const holdBack = checkHoldBack(options.holdBack ?? lags.at(-1) ?? 0, lags.at(-1));
  checkTrend(trend);
  if (typeof useT !== 'boolean')
    throw new OptionError('useT', `useT is true or false; got ${String(useT)}`);
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

/** Most lags: the normal matrix has the square of this many entries, its factorisation the cube of operations. */
const MAX_LAGS = 1000;

/**
 * Ascending lags from an order or a list.
 *
 * @param option the option's name for messages
 * @throws OptionError
 */
export function lagList(lags: number | readonly number[], option = 'lags'): number[] {
  const fail = (rule: string, seen: number): never => {
    throw new OptionError(option, `${rule}; got ${seen}`);
  };
  if (typeof lags === 'number') {
    if (!Number.isSafeInteger(lags) || lags < 0 || lags > MAX_LAGS)
      fail(`an order is a whole number from 0 to ${MAX_LAGS}`, lags);
    return Array.from({ length: lags }, (_, k) => k + 1);
  }
  if (!Array.isArray(lags))
    throw new OptionError(option, `${option} is an order or a list of lags; got ${String(lags)}`);
  const sorted = [...lags].sort((a, b) => a - b);
  for (const [k, lag] of sorted.entries()) {
    if (!Number.isSafeInteger(lag) || lag < 1 || lag > MAX_LAG)
      fail(`a lag is a whole number from 1 to ${MAX_LAG}`, lag);
    if (lag === sorted[k + 1]) throw new OptionError(option, `lag ${lag} is given twice`);
  }
  if (sorted.length > MAX_LAGS) fail(`at most ${MAX_LAGS} lags`, sorted.length);
  return sorted;
}

/** @throws OptionError for a count that is none, or that is below the largest lag */
export function checkHoldBack(holdBack: number, largestLag = 0): number {
  if (!Number.isSafeInteger(holdBack) || holdBack < largestLag)
    throw new OptionError(
      'holdBack',
      `holdBack is a whole number not below the largest lag, ${largestLag}; got ${holdBack}`,
    );
  return holdBack;
}

/** @throws OptionError for a trend that is none */
export function checkTrend(trend: Trend): void {
  if (!trends.includes(trend))
    throw new OptionError('trend', `trend is one of ${trends.join(', ')}; got ${trend}`);
}

function diagonal(matrix: Float64Array, size: number): number[] {
  return Array.from({ length: size }, (_, k) => matrix[k * size + k]!);
}
