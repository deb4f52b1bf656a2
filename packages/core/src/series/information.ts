/**
 * Likelihood and information criteria of a least-squares fit, as statsmodels' AutoReg defines them: the variance
 * counts as a parameter. Knows nothing of series.
 */

export interface Information {
  readonly logLik: number;
  readonly aic: number;
  readonly bic: number;
  readonly hqic: number;
  readonly aicc: number;
}

/**
 * Gaussian log-likelihood at sigma^2 = ssr / nobs, and the criteria with K = regressors + 1 parameters:
 * AIC = -2 logLik + 2K, BIC = -2 logLik + K ln N, HQIC = -2 logLik + 2K ln ln N,
 * AICc = -2 logLik + 2KN / (N - K - 1), infinite where N - K - 1 <= 0.
 */
export function information(ssr: number, nobs: number, regressors: number): Information {
  const logLik = (-nobs / 2) * (Math.log(2 * Math.PI) + Math.log(ssr / nobs) + 1);
  const parameters = regressors + 1;
  const spare = nobs - parameters - 1;
  return {
    logLik,
    aic: -2 * logLik + 2 * parameters,
    bic: -2 * logLik + parameters * Math.log(nobs),
    hqic: -2 * logLik + 2 * parameters * Math.log(Math.log(nobs)),
    aicc: spare > 0 ? -2 * logLik + (2 * parameters * nobs) / spare : Number.POSITIVE_INFINITY,
  };
}
