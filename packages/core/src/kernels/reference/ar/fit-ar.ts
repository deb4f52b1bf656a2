/**
 * Conditional least squares, the readable way: every row of the regression is written down and rotated into a
 * triangle. Independent of the Rust kernel, which never forms a row (docs/autoregression.md).
 */

import type { ArRequest, LeastSquares, SeriesRefusal } from '../../kernels.ts';
import { GivensTriangle } from './givens.ts';
import { trendPowers } from './trend.ts';

/** Relative square of a column below which it counts as explained by those before it. */
const SMALLEST_PIVOT = 1e-26;

/** Rows of the regression. */
export function countRows(request: ArRequest): number {
  return request.segments.reduce(
    (sum, { start, end }) => sum + Math.max(0, end - start - request.holdBack),
    0,
  );
}

export function fitAr(series: Float64Array, request: ArRequest): LeastSquares | SeriesRefusal {
  const powers = trendPowers(request.trend);
  const { lags } = request;
  const regressors = powers.length + lags.length;
  const nobs = countRows(request);
  if (nobs <= regressors) return { refused: 'SERIES_TOO_SHORT', index: 0 };

  const past = lags.at(-1) ?? 0;
  const targets = request.segments
    .map(({ start, end }) => ({ start: start + request.holdBack, end }))
    .filter(({ start, end }) => start < end);
  const hasConstant = powers[0] === 0;
  // The first value as level and the middle of the sample as origin of time: both take digits of the data's size out of the arithmetic.
  const level = hasConstant ? series[targets[0]!.start - past]! : 0;
  const origin = hasConstant ? Math.floor((targets[0]!.start + targets.at(-1)!.end) / 2) : 0;

  let largest = 0; // about the level
  for (const { start, end } of targets) {
    for (let t = start - past; t < end; t++) {
      const value = series[t]!;
      if (!Number.isFinite(value)) return { refused: 'SERIES_NOT_FINITE', index: t };
      largest = Math.max(largest, Math.abs(value - level));
    }
  }
  if (largest !== 0 && !(largest >= 1e-120 && largest < 1e145))
    return { refused: 'SERIES_OUT_OF_RANGE', index: 0 };

  const triangle = new GivensTriangle(regressors);
  const row = new Float64Array(regressors + 1); // [trend terms, lags, value]
  for (const { start, end } of targets) {
    for (let t = start; t < end; t++) {
      let column = 0;
      for (const power of powers) row[column++] = (t + 1 - origin) ** power;
      for (const lag of lags) row[column++] = series[t - lag]! - level;
      row[column] = series[t]! - level;
      triangle.add(row);
    }
  }

  // What rounding alone leaves of a column that is explained exactly: about a unit in the last place a row.
  const noise = 4 * nobs * ((largest + Math.abs(level)) * Number.EPSILON) ** 2;
  for (let k = 0; k < regressors; k++) {
    const pivot = triangle.at(k, k) ** 2;
    if (!(pivot > SMALLEST_PIVOT * triangle.columnSquare(k) && pivot > noise))
      return { refused: 'SERIES_RANK_DEFICIENT', index: k };
  }
  if (triangle.restAfter(powers.length) <= noise)
    return { refused: 'SERIES_RANK_DEFICIENT', index: regressors };

  const back = backTransformation(powers.length, regressors, hasConstant, level, origin);
  const coefficients = multiply(back, triangle.solve(), 1);
  if (hasConstant) coefficients[0] = coefficients[0]! + level;
  const half = multiply(back, triangle.inverse(), regressors);
  return {
    refused: null,
    nobs,
    coefficients,
    inverseGram: timesTranspose(half, regressors),
    ssr: triangle.restAfter(regressors),
    tss: triangle.restAfter(hasConstant ? 1 : 0),
    nestedSsr: Float64Array.from({ length: lags.length + 1 }, (_, m) =>
      triangle.restAfter(powers.length + m),
    ),
  };
}

/** The matrix that leads from coefficients about `level` and `origin` to the user's, but for the level itself. */
function backTransformation(
  terms: number,
  size: number,
  hasConstant: boolean,
  level: number,
  origin: number,
): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let k = 0; k < size; k++) matrix[k * size + k] = 1;
  if (!hasConstant) return matrix;
  // (T - o)^2 = T^2 - 2 o T + o^2 and phi (y - s) = phi y - s phi.
  if (terms > 1) matrix[1] = -origin;
  if (terms > 2) {
    matrix[2] = origin * origin;
    matrix[size + 2] = -2 * origin;
  }
  matrix.fill(-level, terms, size);
  return matrix;
}

/** matrix [n, n] times values [n, columns]. */
function multiply(matrix: Float64Array, values: Float64Array, columns: number): Float64Array {
  const n = Math.sqrt(matrix.length);
  const product = new Float64Array(n * columns);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++)
      for (let j = 0; j < columns; j++)
        product[i * columns + j]! += matrix[i * n + k]! * values[k * columns + j]!;
  return product;
}

/** matrix times its own transpose, [n, n]. */
function timesTranspose(matrix: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k < n; k++) product[i * n + j]! += matrix[i * n + k]! * matrix[j * n + k]!;
  return product;
}
