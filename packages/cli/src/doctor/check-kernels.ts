/** Compares compiled kernels with the reference ones on a fit of a series. */

import { type ArRequest, type Kernels, referenceKernels } from '@ferrogen/core';

const LENGTH = 4096;
const REQUEST: ArRequest = {
  lags: [1, 2, 3, 12],
  trend: 'ct',
  holdBack: 12,
  segments: [{ start: 0, end: LENGTH }],
};

/** Largest difference, relative to the value. */
const TOLERANCE = 1e-9;

/** Why these kernels cannot be trusted, a clause; null where their fit of a series agrees with the reference's. */
export function faultOf(kernels: Kernels): string | null {
  const series = plainSeries();
  const seen = kernels.fitAr(series, REQUEST);
  const expected = referenceKernels.fitAr(series, REQUEST);
  if (seen.refused !== null || expected.refused !== null) return 'they refuse a plain series';
  const sums = [seen.ssr, ...seen.coefficients];
  for (const [k, value] of [expected.ssr, ...expected.coefficients].entries())
    if (!(Math.abs(sums[k]! - value) <= TOLERANCE * Math.abs(value)))
      return `a fit gives ${sums[k]} where the reference kernels give ${value}`;
  return null;
}

/** An autoregression whose shocks sin(t^2) are as good as random. */
function plainSeries(): Float64Array {
  const series = new Float64Array(LENGTH);
  for (let t = 2; t < LENGTH; t++)
    series[t] = 0.5 * series[t - 1]! - 0.3 * series[t - 2]! + Math.sin(t * t);
  return series;
}
