/** Numbers that other programs have printed: Stata and gretl on the sunspots, R's VARselect, gretl's forecasts. */

import { readFileSync } from 'node:fs';
import { fitAr, forecastAr, selectArOrder } from '@ferrogen/core';
import { describe, expect, test } from 'vitest';
import { publishedNumbers, sharedSeries } from '../support/series-cases.ts';
import { itWithData, sharedData } from '../support/shared-data.ts';

const SUNSPOTS = 'series/statsmodels/sunspots.csv';
const it = itWithData(SUNSPOTS, 'series/expected_published.json');

interface StataGretl {
  readonly params_const_then_lags: readonly number[];
  readonly bse_stata_no_df_correction: readonly number[];
  readonly bse_gretl_df_corrected: readonly number[];
  readonly rmse_df_corrected_sqrt_ssr_over_n_minus_k: number;
  readonly fpe: number;
  readonly llf: number;
}

describe('the worked example', () => {
  const process = { trend: 'c', lags: [1, 2], coefficients: [30, 0.5, 0.3], sigma2: 1 } as const;

  test('forecastAr gives 115 from constant 30, coefficients 0.5 and 0.3, last values 100 then 110', () => {
    expect(forecastAr(process, 1, { history: [100, 110] }).mean).toEqual([115]);
  });

  test('fitAr finds the coefficients of a series that follows them exactly, and forecasts 115', () => {
    const series = [20, 35];
    while (series.length < 40) series.push(30 + 0.5 * series.at(-1)! + 0.3 * series.at(-2)!);
    const model = fitAr(series, { lags: 2 });
    const values = model.coefficients.map(({ value }) => value);
    [30, 0.5, 0.3].forEach((expected, k) => {
      expect(values[k]).toBeCloseTo(expected, 9);
    });
    expect(model.forecast(1, { history: [100, 110] }).mean[0]).toBeCloseTo(115, 9);
  });
});

describe('sunspots, AR(9) with a constant', () => {
  it('fitAr agrees with Stata and gretl to their printed digits', () => {
    const expected = publishedNumbers().sunspots_AR9_const_stata_gretl as StataGretl;
    const series = sharedSeries('statsmodels/sunspots.csv', 'SUNACTIVITY');
    const stata = fitAr(series, { lags: 9 });
    const gretl = fitAr(series, { lags: 9, useT: true });
    stata.coefficients.forEach(({ value, stdError }, k) => {
      expect(value).toBeCloseTo(expected.params_const_then_lags[k]!, 12);
      expect(stdError).toBeCloseTo(expected.bse_stata_no_df_correction[k]!, 9);
      expect(gretl.coefficients[k]!.stdError).toBeCloseTo(expected.bse_gretl_df_corrected[k]!, 4);
    });
    const { ssr, dfResid, fpe, logLik } = stata.fit;
    expect(Math.sqrt(ssr / dfResid)).toBeCloseTo(
      expected.rmse_df_corrected_sqrt_ssr_over_n_minus_k,
      12,
    );
    expect(fpe).toBeCloseTo(expected.fpe, 11);
    expect(logLik).toBeCloseTo(expected.llf, 11);
  });

  for (const [trend, file] of [
    ['c', 'AROLSConstantPredict.csv'],
    ['n', 'AROLSNoConstantPredict.csv'],
  ] as const) {
    itWithData(SUNSPOTS, `series/statsmodels/${file}`)(
      `ArModel.forecast agrees with gretl's 116 forecasts, trend ${trend}`,
      () => {
        const model = fitAr(sharedSeries('statsmodels/sunspots.csv', 'SUNACTIVITY'), {
          lags: 9,
          trend,
        });
        const rows = readFileSync(sharedData(`series/statsmodels/${file}`)!, 'utf8')
          .trim()
          .split('\n')
          .map((line) => line.trim().split(/\s+/).map(Number))
          .slice(300);
        expect(rows).toHaveLength(116);
        const { mean } = model.forecast(116);
        // gretl's standard errors follow another convention from the second step on.
        rows.forEach(([, expected], step) => {
          expect(Math.abs(mean[step]! - expected!)).toBeLessThan(2e-6 * (1 + expected!));
        });
      },
    );
  }
});

it("selectArOrder gives R's VARselect criteria for orders 1 to 16", () => {
  const { by_lag } = publishedNumbers().sunspots_VARselect_R_const_maxlag16 as {
    readonly by_lag: readonly (readonly [number, number, number, number])[];
  };
  const { candidates, nobs, chosen } = selectArOrder(
    sharedSeries('statsmodels/sunspots.csv', 'SUNACTIVITY'),
    { maxLag: 16, criterion: 'bic' },
  );
  expect(nobs).toBe(293);
  expect(chosen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  // VARselect counts no variance, drops the constant of the likelihood and divides by N.
  const perRow = (criterion: number, penalty: number) =>
    (criterion - penalty) / nobs - Math.log(2 * Math.PI) - 1;
  by_lag.forEach(([aic, hq, sc], k) => {
    const candidate = candidates[k + 1]!;
    expect(perRow(candidate.aic, 2)).toBeCloseTo(aic, 12);
    expect(perRow(candidate.hqic, 2 * Math.log(Math.log(nobs)))).toBeCloseTo(hq, 12);
    expect(perRow(candidate.bic, Math.log(nobs))).toBeCloseTo(sc, 12);
  });
});
