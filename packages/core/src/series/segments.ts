/** Stretches of a series between gaps. A gap is a NaN. */

import { OptionError } from '../errors.ts';
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

/**
 * The segments that a fit may use: one for the whole series unless gaps are allowed.
 *
 * @throws OptionError for a policy that is none
 */
export function segmentsOf(series: Float64Array, missing: MissingPolicy): Segment[] {
  if (missing !== 'refuse' && missing !== 'segments')
    throw new OptionError('missing', `missing is 'refuse' or 'segments'; got ${show(missing)}`);
  return missing === 'segments' ? segmentsBetweenGaps(series) : [{ start: 0, end: series.length }];
}

/**
 * The series as it is where it is of that type already, else a copy. Nothing is taken for a number that is none.
 *
 * @throws OptionError for what is no array of numbers
 */
export function asFloat64Array(series: ArrayLike<number>, option = 'series'): Float64Array {
  if (series instanceof Float64Array) return series;
  if (typeof series !== 'object' || series === null || !Number.isSafeInteger(series.length))
    throw new OptionError(option, `${option} is an array of numbers; got ${show(series)}`);
  const values = new Float64Array(series.length);
  for (let t = 0; t < values.length; t++) {
    const value: unknown = series[t];
    if (typeof value !== 'number')
      throw new OptionError(
        option,
        `${option} is an array of numbers; value ${t + 1} of ${values.length} is ${show(value)}`,
      );
    values[t] = value;
  }
  return values;
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return typeof value === 'bigint' ? `${value}n` : String(value);
}
