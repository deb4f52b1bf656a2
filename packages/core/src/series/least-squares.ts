/** The call of the fitting kernel, with every refusal put into words. Knows nothing of statistics. */

import { OptionError, SeriesError } from '../errors.ts';
import { countRows, trendPowers } from '../kernels/autoregression.ts';
import { kernels } from '../kernels/installed.ts';
import type { ArRequest, LeastSquares, SeriesRefusal } from '../kernels/kernels.ts';
import type { ArSpecification } from './types.ts';

/** Largest lag of a model: more than a year of hours. */
export const MAX_LAG = 10_000;

const TREND_NAMES = ['const', 'trend', 'trend2'];

/** Names of the regressors: `const`, `trend`, `trend2` as the trend has them, then `L1`, `L2`, ... */
export function regressorNames({ lags, trend }: ArSpecification): string[] {
  return [
    ...trendPowers(trend).map((power) => TREND_NAMES[power]!),
    ...lags.map((lag) => `L${lag}`),
  ];
}

/**
 * Fits, or says why not.
 *
 * @throws OptionError for a model without any regressor
 * @throws SeriesError where there are too few rows, a value is missing or not finite, or the regressors are dependent
 */
export function leastSquares(series: Float64Array, request: ArRequest): LeastSquares {
  const names = regressorNames(request);
  if (names.length === 0)
    throw new OptionError('lags', "a model with no lags and trend 'n' has nothing to estimate");
  const rows = countRows(request);
  if (rows <= names.length) throw tooShort(series, request, names.length, rows);
  const result = kernels().fitAr(series, request);
  if (result.refused !== null) throw refusalError(result, series, names);
  // Without a constant a constant series is fitted perfectly by its own past; that explains nothing.
  if (result.ssr <= 1e-20 * result.tss && constantValue(series) !== null)
    throw refusalError({ refused: 'SERIES_RANK_DEFICIENT', index: 0 }, series, names);
  return result;
}

function tooShort(
  series: Float64Array,
  request: ArRequest,
  regressors: number,
  rows: number,
): SeriesError {
  const needed = request.holdBack + regressors + 1;
  const model = `${regressors} coefficient${regressors === 1 ? '' : 's'} with ${request.holdBack} values held back`;
  if (request.segments.length === 1)
    return new SeriesError(
      'SERIES_TOO_SHORT',
      `the series is too short: ${model} need at least ${needed} values, there are ${series.length}`,
      { needed, got: series.length, hint: 'fewer lags, or a longer series' },
    );
  return new SeriesError(
    'SERIES_TOO_SHORT',
    `the series is too short between its gaps: ${model} need at least ${regressors + 1} rows whose lags are all there, there are ${rows}`,
    { needed: regressors + 1, got: rows, hint: 'fewer lags, or a series with fewer gaps' },
  );
}

function refusalError(
  refusal: SeriesRefusal,
  series: Float64Array,
  names: readonly string[],
): SeriesError {
  const { refused, index } = refusal;
  switch (refused) {
    case 'SERIES_NOT_FINITE': {
      const value = series[index]!;
      return Number.isNaN(value)
        ? new SeriesError('SERIES_GAP', `value ${index + 1} of ${series.length} is missing (NaN)`, {
            index,
            hint: 'use only rows whose lags are all there',
            mend: { option: 'missing', value: 'segments' },
          })
        : new SeriesError(
            'SERIES_NOT_FINITE',
            `every value must be finite; value ${index + 1} of ${series.length} is ${value}`,
            { index },
          );
    }
    case 'SERIES_OUT_OF_RANGE':
      return new SeriesError(
        'SERIES_OUT_OF_RANGE',
        'the squares of these values are beyond the range of doubles',
        { hint: 'multiply the series by a constant that brings its values near 1' },
      );
    case 'SERIES_TOO_SHORT':
      return new SeriesError('SERIES_TOO_SHORT', 'there are not more rows than coefficients');
    case 'SERIES_RANK_DEFICIENT':
      return new SeriesError('SERIES_RANK_DEFICIENT', dependence(index, series, names), {
        index,
        hint: 'a series must vary, and by more than its trend terms and shorter lags explain exactly',
      });
  }
}

/** What makes the regressors dependent: a constant series is by far the commonest cause, and has its own words. */
function dependence(index: number, series: Float64Array, names: readonly string[]): string {
  const value = constantValue(series);
  if (value !== null)
    return `the series is constant: every value is ${value}, so there is nothing to explain`;
  const isRegressor = index < names.length;
  const what = isRegressor ? names[index]! : 'the series itself';
  const before = isRegressor
    ? names.slice(0, index)
    : names.filter((name) => !name.startsWith('L'));
  return before.length === 0
    ? `the coefficients are not determined: ${what} is zero throughout`
    : `the coefficients are not determined: to the rounding of the data, ${what} is an exact combination of ${before.join(', ')}`;
}

/** The one value of a constant series, gaps aside, or null. */
function constantValue(series: Float64Array): number | null {
  const first = series.find((value) => !Number.isNaN(value));
  if (first === undefined) return null;
  return series.every((value) => value === first || Number.isNaN(value)) ? first : null;
}
