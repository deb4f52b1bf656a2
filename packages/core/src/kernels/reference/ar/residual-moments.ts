/** Moments of the residuals of given coefficients, by their definitions. */

import { residualsOf } from '../../autoregression.ts';
import type { ResidualMoments, ResidualRequest, Segment } from '../../kernels.ts';
import { fitAr } from './fit-ar.ts';

export function residualMoments(series: Float64Array, request: ResidualRequest): ResidualMoments {
  const { residuals, segments } = residualsOf(series, request);
  const nobs = residuals.length;
  const mean = sum(residuals) / nobs;
  const centred = residuals.map((residual) => residual - mean);
  const moment = (power: number) => sum(centred.map((value) => value ** power)) / nobs;
  const variance = moment(2);
  return {
    nobs,
    mean,
    variance,
    skewness: moment(3) / variance ** 1.5,
    kurtosis: moment(4) / variance ** 2,
    autocorrelations: Float64Array.from(
      { length: request.autocorrelations },
      (_, k) => laggedProduct(centred, segments, k + 1) / (variance * nobs),
    ),
    arch: archRegression(residuals, segments, request.archLags),
  };
}

/** Sum of products of values `lag` apart, over pairs within a segment. */
function laggedProduct(values: Float64Array, segments: readonly Segment[], lag: number): number {
  let total = 0;
  for (const { start, end } of segments)
    for (let t = start + lag; t < end; t++) total += values[t]! * values[t - lag]!;
  return total;
}

/** Engle's regression of the squared residuals on a constant and `lags` of their own past. */
function archRegression(
  residuals: Float64Array,
  segments: readonly Segment[],
  lags: number,
): ResidualMoments['arch'] {
  if (lags === 0) return null;
  const squares = residuals.map((residual) => residual ** 2);
  const fit = fitAr(squares, {
    lags: Array.from({ length: lags }, (_, k) => k + 1),
    trend: 'c',
    holdBack: lags,
    segments,
  });
  return fit.refused === null ? { nobs: fit.nobs, rSquared: 1 - fit.ssr / fit.tss } : null;
}

/** Sum by halves, whose rounding error grows with the logarithm of the length only. */
function sum(values: Float64Array): number {
  if (values.length > 64) {
    const middle = values.length >> 1;
    return sum(values.subarray(0, middle)) + sum(values.subarray(middle));
  }
  let total = 0;
  for (const value of values) total += value;
  return total;
}
