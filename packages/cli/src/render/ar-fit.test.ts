import { describe, expect, it } from 'vitest';
import type { ArFitResult } from '../ar/results.ts';
import { plainStyle } from '../testing/plain-style.ts';
import { type ArFitDetails, renderArFit } from './ar-fit.ts';
import { displayWidth } from './text.ts';

const result: ArFitResult = {
  schemaVersion: 1,
  kind: 'ar-fit',
  data: {
    file: 'prices.csv',
    column: 'return_pct',
    rows: 450,
    used: 450,
    order: 'ascending',
    segments: 1,
    transform: { diff: 0, logReturns: false },
  },
  fit: {
    method: 'ols',
    trend: 'c',
    lags: [1, 2],
    holdBack: 2,
    nobs: 448,
    dfModel: 3,
    dfResid: 445,
    sigma2: 0.564,
    ssr: 252.7,
    rSquared: 0.26,
    logLik: -507.51,
    aic: 1023.01,
    bic: 1039.43,
    hqic: 1029.49,
    aicc: 1023.1,
    fpe: 0.57,
  },
  coefficients: [
    coefficient('const', 0.5533, 0.0527, 10.505, 1e-25),
    coefficient('L1', 0.529, 0.0458, 11.56, 1e-30),
    coefficient('L2', -0.2315, 0.0458, -5.057, 4e-7),
  ],
  roots: [
    { re: 1.143, im: 1.736, modulus: 2.078, frequency: 0.157 },
    { re: 1.143, im: -1.736, modulus: 2.078, frequency: -0.157 },
  ],
  stationary: true,
  diagnostics: {
    ljungBox: { lags: 10, statistic: 6.4, pValue: 0.61 },
    jarqueBera: { statistic: 0.3, pValue: 0.88 },
    archLm: { lags: 5, statistic: 2.9, pValue: 0.71 },
  },
  selection: null,
  forecast: null,
  kernels: 'native',
  modelFile: null,
};

const details: ArFitDetails = {
  columnIndex: 2,
  columnCount: 3,
  frequency: 'daily',
  missing: 0,
  where: [],
  lastDate: null,
  notes: [],
  readMilliseconds: 3,
  fitMilliseconds: 1,
  useT: false,
  recent: [1, 2, 1, 2],
  positive: false,
  orders: {
    criterion: 'bic',
    nobs: 446,
    candidates: [
      candidate(0, 1200),
      candidate(1, 1058.2),
      candidate(2, 1039.4),
      candidate(3, 1045.3),
      candidate(4, 1050),
    ],
    chosen: [1, 2],
  },
  reportFile: null,
  next: ['gen', 'fit-ar', 'prices.csv', '--p', '2', '--out', 'prices.ar2.json'],
};

function coefficient(name: string, value: number, stdError: number, z: number, pValue: number) {
  return {
    name,
    value,
    stdError,
    z,
    pValue,
    lower: value - 1.96 * stdError,
    upper: value + 1.96 * stdError,
  };
}

function candidate(order: number, bic: number) {
  const lags = Array.from({ length: order }, (_, i) => i + 1);
  return { lags, aic: bic, bic, hqic: bic, aicc: bic };
}

describe('renderArFit', () => {
  it('renderArFit puts no mark on residuals that no test was made of', () => {
    const untested = {
      ljungBox: { lags: 0, statistic: null, pValue: null },
      jarqueBera: { statistic: null, pValue: null },
      archLm: { lags: 5, statistic: null, pValue: null },
    };
    const lines = renderArFit({ ...result, diagnostics: untested }, details, plainStyle(80));
    expect(lines.filter((line) => line.includes('residuals'))).toEqual([
      '  residuals: too few to test',
    ]);
    const some = { ...untested, jarqueBera: { statistic: 0.3, pValue: 0.88 } };
    const tested = renderArFit({ ...result, diagnostics: some }, details, plainStyle(80));
    expect(tested.find((line) => line.includes('residuals'))).toMatch(
      /residuals +Jarque-Bera p 0.88$/,
    );
  });

  it('renderArFit shows the fit, its checks and the next command in 80 columns', () => {
    expect(renderArFit(result, details, plainStyle(80))).toEqual([
      'prices.csv  column return_pct (3rd of 3), 450 rows, daily, no gaps  read in 3 ms',
      '',
      'AR(2) by conditional least squares, 448 observations         native kernel, 1 ms',
      '            coef    std err         z     P>|z|        95% interval',
      'const     0.5533     0.0527    10.505    <0.001     0.4500   0.6566',
      'lag 1     0.5290     0.0458    11.560    <0.001     0.4392   0.6188',
      'lag 2    -0.2315     0.0458    -5.057    <0.001    -0.3213  -0.1417',
      'sigma 0.7510   logLik -507.51   AIC 1023.01   BIC 1039.43   HQIC 1029.49',
      '',
      '✓ stationary     roots 1.143 ± 1.736i · modulus 2.078 · cycle of 6.37 steps',
      '                 mean 0.7876',
      '✓ residuals      Ljung-Box(10) p 0.61 · Jarque-Bera p 0.88 · ARCH-LM(5) p 0.71',
      '  BIC by order   p=1 1058.2   p=2 1039.4 ←   p=3 1045.3   p=4 1050.0',
      '',
      'next    gen fit-ar prices.csv --p 2 --out prices.ar2.json',
    ]);
  });

  it('renderArFit tells bad news in the same places, with what to try', () => {
    const drifting: ArFitResult = {
      ...result,
      roots: [{ re: 0.98, im: 0, modulus: 0.98, frequency: 0 }],
      stationary: false,
      diagnostics: { ...result.diagnostics, jarqueBera: { statistic: 90, pValue: 1e-20 } },
    };
    const lines = renderArFit(drifting, { ...details, positive: true }, plainStyle(80));
    expect(lines).toContain('! not stationary root 0.980');
    expect(lines).toContain('    forecasts drift; try --log-returns');
    expect(lines).toContain('    not normal: intervals are rough; sample with --shocks bootstrap');
    expect(renderArFit(drifting, details, plainStyle(80))).toContain(
      '    forecasts drift; try --diff 1',
    );
  });

  it('renderArFit says stationary alone where the lags are too many for roots', () => {
    const many = { ...result, roots: [] };
    expect(renderArFit(many, details, plainStyle(80))).toContain('✓ stationary');
    expect(renderArFit({ ...many, stationary: false }, details, plainStyle(80))).toContain(
      '! not stationary',
    );
  });

  it('renderArFit says what the numbers are of where the values were transformed or parted', () => {
    const data = {
      ...result.data,
      used: 440,
      segments: 3,
      transform: { diff: 1, logReturns: true },
    };
    const lines = renderArFit({ ...result, data }, { ...details, missing: 9 }, plainStyle(120));
    expect(lines.slice(0, 2)).toEqual([
      expect.stringContaining('450 rows, daily, 9 missing'),
      'fitted to 440 values of differences of log returns of return_pct in 3 segments; forecasts are in these units',
    ]);
  });

  it('renderArFit names both samples where the order was chosen', () => {
    const lines = renderArFit({ ...result, selection: details.orders }, details, plainStyle(120));
    expect(lines).toContain(
      'order 2 chosen by BIC from 0..4, all on the same 446 rows; fitted on 448',
    );
  });

  it('renderArFit uses ASCII alone where the terminal knows no more', () => {
    const text = renderArFit(result, details, plainStyle(80, 'ascii')).join('\n');
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(text).toContain('ok stationary');
  });

  it('renderArFit is never wider than the terminal', () => {
    const forecast = {
      steps: 24,
      mean: Array.from({ length: 24 }, () => 1),
      stdError: Array.from({ length: 24 }, () => 1),
      intervals: [],
    };
    const long = {
      ...result,
      data: { ...result.data, file: `${'a'.repeat(90)}.csv`, column: '收盘价'.repeat(9) },
      forecast,
    };
    for (let width = 45; width <= 160; width++) {
      const { next: _, ...rest } = details;
      for (const line of renderArFit(long, { ...rest, next: null }, plainStyle(width))) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });
});
