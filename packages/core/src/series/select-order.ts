/** Choosing the order of an autoregression by an information criterion, for the price of one fit. */

import { OptionError } from '../errors.ts';
import { trendPowers } from '../kernels/autoregression.ts';
import type { Trend } from '../kernels/kernels.ts';
import { checkHoldBack, checkTrend, lagList } from './fit-ar.ts';
import { information } from './information.ts';
import { leastSquares } from './least-squares.ts';
import { asFloat64Array, type MissingPolicy, segmentsOf } from './segments.ts';
import { type Criterion, criteria, type OrderSelection } from './types.ts';

/** Which orders are compared, and how. */
export interface OrderOptions {
  /** Largest order tried. */
  readonly maxLag: number;
  /** @default 'bic' */
  readonly criterion?: Criterion;
  /** @default 'c' */
  readonly trend?: Trend;
  /** Values at the start that are only ever regressors, if more than maxLag. @default maxLag */
  readonly holdBack?: number;
  /** What to do about NaN. @default 'refuse' */
  readonly missing?: MissingPolicy;
}

/**
 * Compares the orders 0..maxLag on the same rows: all hold back maxLag values, so the criteria are comparable.
 * Ties go to the smaller order. Order 0 takes part only where the trend has terms.
 *
 * @throws OptionError, SeriesError as `fitAr` with `lags: maxLag`
 */
export function selectArOrder(series: ArrayLike<number>, options: OrderOptions): OrderSelection {
  const { criterion = 'bic', trend = 'c', missing = 'refuse' } = options;
  if (!criteria.includes(criterion))
    throw new OptionError(
      'criterion',
      `criterion is one of ${criteria.join(', ')}; got ${criterion}`,
    );
  checkTrend(trend);
  const values = asFloat64Array(series);
  const lags = lagList(options.maxLag, 'maxLag');
  const holdBack = Math.max(lags.length, checkHoldBack(options.holdBack ?? 0));
  const { nobs, nestedSsr } = leastSquares(values, {
    lags,
    trend,
    holdBack,
    segments: segmentsOf(values, missing),
  });
  const terms = trendPowers(trend).length;
  const candidates = Array.from(nestedSsr, (ssr, order) => {
    const { aic, bic, hqic, aicc } = information(ssr, nobs, terms + order);
    return { lags: lags.slice(0, order), aic, bic, hqic, aicc };
  }).slice(terms > 0 ? 0 : 1);
  const best = candidates.reduce((best, candidate) =>
    candidate[criterion] < best[criterion] ? candidate : best,
  );
  return { criterion, nobs, candidates, chosen: best.lags };
}

/**
 * The largest order worth trying on n values: 10 log10 n, as R's `ar` has it, or fewer where the rows would run out.
 */
export function defaultMaxLag(n: number): number {
  return Math.max(1, Math.min(Math.floor(10 * Math.log10(n)), Math.floor((n - 4) / 2)));
}
