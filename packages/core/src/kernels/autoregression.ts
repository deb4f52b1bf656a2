/**
 * What every implementation and every caller of the autoregression kernels means by the same words: powers of
 * time, rows, residuals. Plain definitions; no fitting.
 */

import type { ArRequest, Segment, Trend } from './kernels.ts';

const POWERS: Record<Trend, readonly number[]> = {
  n: [],
  c: [0],
  t: [1],
  ct: [0, 1],
  ctt: [0, 1, 2],
};

/** Powers of time among the regressors, in their order. */
export function trendPowers(trend: Trend): readonly number[] {
  return POWERS[trend];
}

/** The deterministic part at a time, from coefficients that may go on after the trend terms. */
export function trendValue(coefficients: ArrayLike<number>, trend: Trend, time: number): number {
  let value = 0;
  POWERS[trend].forEach((power, k) => {
    // Products, not powers: the Rust twin multiplies, and paths agree to the bit.
    const factor = power === 0 ? 1 : power === 1 ? time : time * time;
    value += coefficients[k]! * factor;
  });
  return value;
}

/** Rows of the regression: values that have `holdBack` values of their own segment before them. */
export function countRows(request: Pick<ArRequest, 'segments' | 'holdBack'>): number {
  return request.segments.reduce(
    (sum, { start, end }) => sum + Math.max(0, end - start - request.holdBack),
    0,
  );
}

/** The residuals of given coefficients (trend terms, then lags), and where in that array each segment stands. */
export function residualsOf(
  series: Float64Array,
  request: ArRequest & { readonly coefficients: Float64Array },
): { residuals: Float64Array; segments: Segment[] } {
  const { coefficients, lags, trend, holdBack } = request;
  const terms = trendPowers(trend).length;
  const residuals = new Float64Array(countRows(request));
  const segments: Segment[] = [];
  let row = 0;
  for (const { start, end } of request.segments) {
    const from = row;
    for (let t = start + holdBack; t < end; t++) {
      let residual = series[t]! - trendValue(coefficients, trend, t + 1);
      for (let k = 0; k < lags.length; k++)
        residual -= coefficients[terms + k]! * series[t - lags[k]!]!;
      residuals[row++] = residual;
    }
    if (row > from) segments.push({ start: from, end: row });
  }
  return { residuals, segments };
}
