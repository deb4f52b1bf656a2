import { describe, expect, test } from 'vitest';
import { OptionError } from '../errors.ts';
import { Prng } from '../random/prng.ts';
import { fitAr } from './fit-ar.ts';
import { sampleAr } from './process.ts';
import { selectArOrder } from './select-order.ts';

const process = { trend: 'c', lags: [1, 2], coefficients: [2, 0.6, -0.2], sigma2: 1 } as const;
const series = sampleAr(process, 300, { history: [3, 3], random: new Prng(1) });

describe('selectArOrder', () => {
  test('finds the order that the series was made with, and its table equals fits on the common sample', () => {
    const { chosen, candidates, nobs } = selectArOrder(series, { maxLag: 8 });
    expect(chosen).toEqual([1, 2]);
    expect(nobs).toBe(292);
    for (const { lags, bic, aicc } of candidates.slice(1)) {
      const { fit } = fitAr(series, { lags, holdBack: 8 });
      expect(bic).toBeCloseTo(fit.bic, 8);
      expect(aicc).toBeCloseTo(fit.aicc, 8);
    }
  });

  test('leaves order 0 out where the trend has no terms', () => {
    const { candidates } = selectArOrder(series, { maxLag: 3, trend: 'n' });
    expect(candidates.map(({ lags }) => lags.length)).toEqual([1, 2, 3]);
  });

  test('holds back more values when asked to', () => {
    expect(selectArOrder(series, { maxLag: 3, holdBack: 20 }).nobs).toBe(280);
    expect(selectArOrder(series, { maxLag: 3, holdBack: 1 }).nobs).toBe(297);
  });

  test('refuses a criterion that it does not know', () => {
    expect(() => selectArOrder(series, { maxLag: 3, criterion: 'r2' as never })).toThrow(
      OptionError,
    );
  });
});
