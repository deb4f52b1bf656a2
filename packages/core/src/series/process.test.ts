import { describe, expect, test } from 'vitest';
import { OptionError } from '../errors.ts';
import { Prng } from '../random/prng.ts';
import { fitAr } from './fit-ar.ts';
import { forecastAr, sampleAr } from './process.ts';

const process = { trend: 'c', lags: [1, 2], coefficients: [2, 0.6, -0.2], sigma2: 1 } as const;
const series = sampleAr(process, 300, { history: [3, 3], random: new Prng(1) });

describe('ArModel with lags far apart', () => {
  test('fits, forecasts and knows whether it is stationary without looking for roots', () => {
    const long = sampleAr(process, 12_000, { history: [3, 3], random: new Prng(2) });
    const model = fitAr(long, { lags: [1, 8000] });
    expect(model.stationary).toBe(true);
    expect(model.forecast(5).mean.every(Number.isFinite)).toBe(true);
    expect(model.roots).toEqual([]);
  });

  test('stationary agrees with the roots', () => {
    for (const seed of Array.from({ length: 40 }, (_, k) => k)) {
      const walk = sampleAr({ trend: 'n', lags: [1], coefficients: [1], sigma2: 1 }, 40, {
        history: [0],
        random: new Prng(seed),
      });
      const model = fitAr(walk, { lags: [1, 2, 3, 7], trend: 'n' });
      expect(model.stationary).toBe(model.roots.every(({ modulus }) => modulus > 1));
    }
  });

  test('refuses lags beyond its bounds', () => {
    expect(() => fitAr(series, { lags: [1, 10_001] })).toThrow(/from 1 to 10000; got 10001/);
    expect(() => fitAr(series, { lags: 1001 })).toThrow(/from 0 to 1000; got 1001/);
  });
});

describe('forecastAr and sampleAr', () => {
  const history = [3, 3];

  test.each([
    ['a negative start', { start: -5 }, 'start'],
    ['a fractional start', { start: 1.5 }, 'start'],
  ] as const)('refuse %s', (_, options, option) => {
    for (const call of [
      () => forecastAr(process, 3, { history, ...options }),
      () => sampleAr(process, 3, { history, ...options }),
    ]) {
      expect(call).toThrow(OptionError);
      expect(call).toThrow(option);
    }
  });

  test.each([
    ['a negative variance', { sigma2: -1 }, /variance/],
    ['too few coefficients', { coefficients: [1, 2] }, /need 3 finite coefficients; got 2/],
    ['a coefficient that is NaN', { coefficients: [1, Number.NaN, 2] }, /need 3 finite/],
    ['lags that do not ascend', { lags: [2, 1] }, /lags ascend/],
  ] as const)('refuse a process with %s', (_, change, words) => {
    expect(() => forecastAr({ ...process, ...change }, 3, { history })).toThrow(words);
    expect(() => sampleAr({ ...process, ...change }, 3, { history })).toThrow(words);
  });

  test('refuse more than fits in memory', () => {
    expect(() => forecastAr(process, 5e9, { history })).toThrow(OptionError);
    expect(() => sampleAr(process, 2 ** 16, { history, paths: 2 ** 16 })).toThrow(OptionError);
  });

  test('name a gap by its place in the series that was fitted', () => {
    const model = fitAr([...series, Number.NaN, 5], { lags: 2, missing: 'segments' });
    expect(() => model.forecast(1)).toThrow(/value 301 is NaN/);
  });
});
