/** What least squares says of a model: goodness of fit, and a table of coefficients with their errors. */

import type { ArModelState } from './ar-model-json.ts';
import {
  normalQuantile,
  normalTwoSided,
  studentQuantile,
  studentTwoSided,
} from './distributions.ts';
import { information } from './information.ts';
import { regressorNames } from './least-squares.ts';
import type { Coefficient, FitStatistics } from './types.ts';

/** Coverage of the coefficients' intervals. */
const COEFFICIENT_LEVEL = 0.95;

/** Goodness of fit out of the sums of squares. */
export function fitStatistics({
  specification,
  nobs,
  ssr,
  tss,
  coefficients,
}: ArModelState): FitStatistics {
  const dfModel = coefficients.length;
  const sigma2 = ssr / nobs;
  const { logLik, aic, bic, hqic, aicc } = information(ssr, nobs, dfModel);
  return {
    method: 'ols',
    trend: specification.trend,
    lags: specification.lags,
    holdBack: specification.holdBack,
    nobs,
    dfModel,
    dfResid: nobs - dfModel,
    sigma2,
    ssr,
    rSquared: 1 - ssr / tss,
    logLik,
    aic,
    bic,
    hqic,
    aicc,
    // Akaike's final prediction error.
    fpe: (sigma2 * (nobs + dfModel)) / (nobs - dfModel),
  };
}

/** The coefficients with standard errors, tests and intervals: normal, or Student's t with `dfResid` degrees of freedom. */
export function coefficientTable(state: ArModelState, dfResid: number): Coefficient[] {
  const { useT, coefficients, stdErrors } = state;
  const p = 0.5 + COEFFICIENT_LEVEL / 2;
  const reach = useT ? studentQuantile(p, dfResid) : normalQuantile(p);
  return regressorNames(state.specification).map((name, k) => {
    const value = coefficients[k]!;
    const stdError = stdErrors[k]!;
    const z = value / stdError;
    return {
      name,
      value,
      stdError,
      z,
      pValue: useT ? studentTwoSided(z, dfResid) : normalTwoSided(z),
      lower: value - reach * stdError,
      upper: value + reach * stdError,
    };
  });
}
