/** Stretches of a series between gaps. A gap is a NaN. */

import type { Segment } from '../kernels/kernels.ts';

/** What to do about gaps: refuse them, or use only rows whose lags are all there. */
export type MissingPolicy = 'refuse' | 'segments';

/** The stretches without NaN, in order. */
export function segmentsBetweenGaps(series: Float64Array): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  for (let t = 0; t <= series.length; t++) {
    if (t < series.length && !Number.isNaN(series[t]!)) continue;
    if (t > start) segments.push({ start, end: t });
    start = t + 1;
  }
  return segments;
}

/** The segments that a fit may use: one for the whole series unless gaps are allowed. */
export function segmentsOf(series: Float64Array, missing: MissingPolicy): Segment[] {
  return missing === 'segments' ? segmentsBetweenGaps(series) : [{ start: 0, end: series.length }];
}
