/** Transformations of a series before fitting. A gap (NaN) makes every value that touches it a gap. */

import { OptionError, SeriesError } from '../errors.ts';

/** An infinity would turn into a gap by subtraction, and gaps may be passed over. */
function refuseInfinities(series: ArrayLike<number>): void {
  for (let t = 0; t < series.length; t++)
    if (Math.abs(series[t]!) === Number.POSITIVE_INFINITY)
      throw new SeriesError(
        'SERIES_NOT_FINITE',
        `every value must be finite; value ${t + 1} of ${series.length} is ${series[t]}`,
        { index: t },
      );
}

/**
 * The series of d-th differences, d values shorter.
 *
 * @throws OptionError where d is not a whole number of at least 0
 * @throws SeriesError where a value is infinite
 */
export function difference(series: ArrayLike<number>, d: number): Float64Array {
  if (!Number.isSafeInteger(d) || d < 0)
    throw new OptionError(
      'diff',
      `the order of differencing is a whole number of at least 0; got ${d}`,
    );
  refuseInfinities(series);
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
 * @throws SeriesError where a value is infinite or not positive
 */
export function logReturns(series: ArrayLike<number>): Float64Array {
  refuseInfinities(series);
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
