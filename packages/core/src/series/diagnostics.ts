/** Tests of residuals out of their moments: Ljung-Box, Jarque-Bera, Engle's ARCH-LM. */

import { OptionError } from '../errors.ts';
import { countRows } from '../kernels/autoregression.ts';
import { kernels } from '../kernels/installed.ts';
import type { ResidualMoments, ResidualRequest } from '../kernels/kernels.ts';
import { chiSquaredUpper } from './distributions.ts';
import type { Diagnostics } from './types.ts';

const ARCH_LAGS = 5;
const LJUNG_BOX_LAGS = 10;
/** Degrees of freedom that Ljung-Box keeps where the order leaves none of its usual lags. */
const SPARE_LAGS = 5;

type FittedRequest = Omit<ResidualRequest, 'autocorrelations' | 'archLags'>;

/** Computes the tests in one pass over the series; a statistic is null where the residuals are too few or do not vary. */
export function diagnostics(series: Float64Array, request: FittedRequest): Diagnostics {
  const order = request.lags.length;
  const rows = countRows(request);
  if (rows <= request.coefficients.length) return undetermined;
  const wanted = order < LJUNG_BOX_LAGS ? LJUNG_BOX_LAGS : order + SPARE_LAGS;
  const lags = Math.min(wanted, Math.floor(rows / 5));
  const moments = kernels().residualMoments(series, {
    ...request,
    autocorrelations: lags,
    archLags: ARCH_LAGS,
  });
  const ljungBox = lags > 0 ? ljungBoxStatistic(moments) : null;
  const jarqueBera = finite(
    (moments.nobs / 6) * (moments.skewness ** 2 + (moments.kurtosis - 3) ** 2 / 4),
  );
  const archLm = moments.arch && finite(moments.arch.nobs * moments.arch.rSquared);
  return {
    ljungBox: { lags, statistic: ljungBox, pValue: upperTail(ljungBox, lags - order) },
    jarqueBera: { statistic: jarqueBera, pValue: upperTail(jarqueBera, 2) },
    archLm: { lags: ARCH_LAGS, statistic: archLm, pValue: upperTail(archLm, ARCH_LAGS) },
  };
}

/** What is said of residuals that are no more than the coefficients. */
const undetermined: Diagnostics = {
  ljungBox: { lags: 0, statistic: null, pValue: null },
  jarqueBera: { statistic: null, pValue: null },
  archLm: { lags: ARCH_LAGS, statistic: null, pValue: null },
};

/** Autocorrelations of the residuals at lags 1..lags; NaN where the residuals do not vary or are no more than the coefficients. */
export function residualAutocorrelations(
  series: Float64Array,
  request: FittedRequest,
  lags: number,
): Float64Array {
  if (!Number.isSafeInteger(lags) || lags < 1 || lags > series.length)
    throw new OptionError(
      'lags',
      `lags is a whole number from 1 to the length of the series, ${series.length}; got ${lags}`,
    );
  if (countRows(request) <= request.coefficients.length)
    return new Float64Array(lags).fill(Number.NaN);
  const question = { ...request, autocorrelations: lags, archLags: 0 };
  return kernels().residualMoments(series, question).autocorrelations;
}

/** Q = N (N + 2) sum_k r_k^2 / (N - k) (Ljung & Box 1978). */
function ljungBoxStatistic({ nobs, autocorrelations }: ResidualMoments): number | null {
  let sum = 0;
  autocorrelations.forEach((r, k) => {
    sum += (r * r) / (nobs - k - 1);
  });
  return finite(nobs * (nobs + 2) * sum);
}

function upperTail(statistic: number | null, degrees: number): number | null {
  return statistic === null || degrees < 1 ? null : chiSquaredUpper(statistic, degrees);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
