/** Transformations of a series before fitting. A gap (NaN) makes every value that touches it a gap. */

import { OptionError, SeriesError } from '../errors.ts';

/**
 * The series of d-th differences, d values shorter.
 *
 * @throws OptionError where d is not a whole number of at least 0
 */
export function difference(series: ArrayLike<number>, d: number): Float64Array {
  if (!Number.isSafeInteger(d) || d < 0)
    throw new OptionError(
      'diff',
      `the order of differencing is a whole number of at least 0; got ${d}`,
    );
  let values = Float64Array.from(series);
  for (let round = 0; round < d && values.length > 0; round++) {
    for (let t = 0; t + 1 < values.length; t++) values[t] = values[t + 1]! - values[t]!;
    values = values.subarray(0, values.length - 1);
  }
  return values;
}

/**
 * The series of ln(y[t] / y[t-1]), one value shorter.
 *
 * @throws SeriesError where a value is not positive
 */
export function logReturns(series: ArrayLike<number>): Float64Array {
  const returns = new Float64Array(Math.max(0, series.length - 1));
  for (let t = 0; t < series.length; t++) {
    if (series[t]! <= 0)
      throw new SeriesError(
        'SERIES_NOT_POSITIVE',
        `log returns need positive values; value ${t + 1} of ${series.length} is ${series[t]}`,
        { index: t },
      );
    if (t > 0) returns[t - 1] = Math.log(series[t]! / series[t - 1]!);
  }
  return returns;
}
