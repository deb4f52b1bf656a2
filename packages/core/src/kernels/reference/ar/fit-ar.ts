/**
 * Conditional least squares, the readable way: every row of the regression is written down and rotated into a
 * triangle. Independent of the Rust kernel, which never forms a row (docs/autoregression.md).
 */

import { countRows, trendPowers } from '../../autoregression.ts';
import type { ArRequest, LeastSquares, SeriesRefusal } from '../../kernels.ts';
import { basisOf } from './basis.ts';
import { GivensTriangle } from './givens.ts';

/** Relative square of a column below which it counts as explained by those before it. */
const SMALLEST_PIVOT = 1e-26;

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
  const level = series[targets[0]!.start - past]!;
  const origin = Math.floor((targets[0]!.start + targets.at(-1)!.end) / 2);

  let largest = 0; // about the level
  for (const { start, end } of targets) {
    for (let t = start - past; t < end; t++) {
      const value = series[t]!;
      if (!Number.isFinite(value)) return { refused: 'SERIES_NOT_FINITE', index: t };
      largest = Math.max(largest, Math.abs(value - level));
    }
  }
  const size = largest + Math.abs(level);
  if (largest !== 0 && !(largest >= 1e-120 && size < 1e145))
    return { refused: 'SERIES_OUT_OF_RANGE', index: 0 };

  const basis = basisOf(series, request, level, origin);
  const triangle = new GivensTriangle(regressors);
  const trendAlone = new GivensTriangle(powers.length);
  const row = new Float64Array(regressors + 1); // [trend terms, lags, value]
  const shortRow = new Float64Array(powers.length + 1); // [trend terms, value]
  for (const { start, end } of targets) {
    for (let t = start; t < end; t++) {
      basis.row(t, row);
      triangle.add(row);
      basis.trend(t, shortRow);
      shortRow[powers.length] = series[t]! - (hasConstant ? level : 0);
      trendAlone.add(shortRow);
    }
  }

  // What rounding alone leaves of a column that is explained exactly: about a unit in the last place a row.
  const noise = 4 * nobs * (size * Number.EPSILON) ** 2;
  for (let k = 0; k < regressors; k++) {
    const pivot = triangle.at(k, k) ** 2;
    const least = Math.max(
      SMALLEST_PIVOT * triangle.columnSquare(k),
      k < powers.length ? 0 : noise,
    );
    if (!(pivot > least)) return { refused: 'SERIES_RANK_DEFICIENT', index: k };
  }
  if (trendAlone.restAfter(powers.length) <= noise)
    return { refused: 'SERIES_RANK_DEFICIENT', index: regressors };

  const { matrix, offset } = basis;
  const half = multiply(matrix, triangle.inverse(), regressors);
  return {
    refused: null,
    nobs,
    coefficients: multiply(matrix, triangle.solve(), 1).map((value, k) => value + offset[k]!),
    inverseGram: timesTranspose(half, regressors),
    ssr: triangle.restAfter(regressors),
    tss: trendAlone.restAfter(hasConstant ? 1 : 0),
    nestedSsr: Float64Array.from({ length: lags.length + 1 }, (_, order) =>
      order === 0 ? trendAlone.restAfter(powers.length) : triangle.restAfter(powers.length + order),
    ),
  };
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
