/** Least squares against exact rational arithmetic, on every case of the data, by every implementation. */

import { fitAr, installKernels, referenceKernels } from '@ferrogen/core';
import { afterEach, describe, expect } from 'vitest';
import { implementations } from '../support/implementations.ts';
import { exactCases } from '../support/series-cases.ts';
import { itWith, itWithData } from '../support/shared-data.ts';
import { WorstErrors } from '../support/worst.ts';

const DATA = 'series/expected_exact_ls.json';

/** Largest relative errors allowed. */
const BOUNDS = {
  native: { coefficients: 4e-15, rest: 1e-13 },
  reference: { coefficients: 1e-9, rest: 1e-9 },
};

afterEach(() => installKernels(referenceKernels));

describe.each(implementations)('$name kernels', ({ name, kernels, missing }) => {
  const it = missing.length > 0 ? itWith(missing) : itWithData(DATA);

  it('fitAr equals exact least squares', () => {
    installKernels(kernels!);
    const worst = new WorstErrors();
    const cases = exactCases();
    for (const { name: where, order, trend, exact, values } of cases) {
      const series = values();
      const model = fitAr(series, { lags: order, trend });
      const corrected = fitAr(series, { lags: order, trend, useT: true });
      expect(model.fit.nobs, where).toBe(exact.nobs);
      model.coefficients.forEach(({ value, stdError }, k) => {
        worst.note('coefficients', where, value, Number(exact.params[k]));
        worst.note('stdError', where, stdError, Number(exact.bse[k]));
        worst.note(
          'stdError N-k',
          where,
          corrected.coefficients[k]!.stdError,
          Number(exact.bse_ols[k]),
        );
      });
      const { sigma2, ssr, logLik, aic, bic, hqic, aicc, fpe } = model.fit;
      worst.note('sigma2', where, sigma2, Number(exact.sigma2));
      worst.note('ssr', where, ssr, Number(exact.ssr));
      worst.note('logLik', where, logLik, Number(exact.llf));
      worst.note('aic', where, aic, Number(exact.aic));
      worst.note('bic', where, bic, Number(exact.bic));
      worst.note('hqic', where, hqic, Number(exact.hqic));
      worst.note('aicc', where, aicc, Number(exact.aicc));
      worst.note('fpe', where, fpe, Number(exact.fpe));
    }
    console.info(`${name} kernels against exact arithmetic, ${cases.length} cases:\n${worst}`);
    expect(cases).toHaveLength(61);
    // What docs/autoregression.md claims: the exact coefficients, rounded.
    if (name === 'native') expect(worst.of('coefficients')).toBe(0);
    expect(worst.of('coefficients')).toBeLessThanOrEqual(BOUNDS[name].coefficients);
    for (const quantity of [
      'stdError',
      'stdError N-k',
      'sigma2',
      'ssr',
      'logLik',
      'aic',
      'bic',
      'hqic',
      'aicc',
      'fpe',
    ])
      expect(worst.of(quantity), quantity).toBeLessThanOrEqual(BOUNDS[name].rest);
  });
});
