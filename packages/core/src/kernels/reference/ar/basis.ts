/**
 * In which columns the regression is solved, and the way back to the user's coefficients. The size of the data is taken out
 * first, exactly or nearly so: what is left is as well conditioned as the problem itself.
 *
 * With a constant: lags and value about a level, time about the middle. Without one the level cannot be taken off, but
 * differences can: the columns are the first lag, the other lags less the first, and the value less the first lag.
 */

import { trendPowers } from '../../autoregression.ts';
import type { ArRequest } from '../../kernels.ts';

export interface Basis {
  /** Writes the trend terms of time t + 1 to the head of a row. */
  trend(t: number, row: Float64Array): void;
  /** Writes the row of value t: trend terms, lags, regressand. */
  row(t: number, row: Float64Array): void;
  /** Coefficients = matrix times solution plus offset; row-major [k, k]. */
  readonly matrix: Float64Array;
  readonly offset: Float64Array;
}

export function basisOf(
  series: Float64Array,
  request: ArRequest,
  level: number,
  origin: number,
): Basis {
  const powers = trendPowers(request.trend);
  const hasConstant = powers[0] === 0;
  const { lags } = request;
  const terms = powers.length;
  const size = terms + lags.length;
  const matrix = new Float64Array(size * size);
  for (let k = 0; k < size; k++) matrix[k * size + k] = 1;
  const offset = new Float64Array(size);

  if (hasConstant) {
    // (T - o)^2 = T^2 - 2 o T + o^2 and phi (y - s) = phi y - s phi.
    if (terms > 1) matrix[1] = -origin;
    if (terms > 2) {
      matrix[2] = origin * origin;
      matrix[size + 2] = -2 * origin;
    }
    matrix.fill(-level, terms, size);
    offset[0] = level;
  } else if (lags.length > 0) {
    // y = T + L and C_i = y_i - L, so the first lag collects what the differences took from it.
    matrix.fill(-1, terms * size + terms + 1, (terms + 1) * size);
    offset[terms] = 1;
  }

  const trend = (t: number, row: Float64Array) => {
    powers.forEach((power, k) => {
      row[k] = (t + 1 - (hasConstant ? origin : 0)) ** power;
    });
  };
  const row = (t: number, row: Float64Array) => {
    trend(t, row);
    const first = hasConstant || lags.length === 0 ? null : series[t - lags[0]!]!;
    const base = hasConstant ? level : (first ?? 0);
    for (let k = 0; k < lags.length; k++) row[terms + k] = series[t - lags[k]!]! - base;
    if (first !== null) row[terms] = first;
    row[size] = series[t]! - base;
  };
  return { trend, row, matrix, offset };
}
