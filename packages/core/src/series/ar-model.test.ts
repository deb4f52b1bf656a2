import { describe, expect, test } from 'vitest';
import { ModelFileError, OptionError, SeriesError } from '../errors.ts';
import { Prng } from '../random/prng.ts';
import { ArModel } from './ar-model.ts';
import { fitAr } from './fit-ar.ts';
import { sampleAr } from './process.ts';
import { selectArOrder } from './select-order.ts';
import { difference, logReturns } from './transforms.ts';

const process = { trend: 'c', lags: [1, 2], coefficients: [2, 0.6, -0.2], sigma2: 1 } as const;
const series = sampleAr(process, 300, { history: [3, 3], random: new Prng(1) });

/** The code that a call throws with. */
function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as { code: string }).code;
  }
  throw new Error('nothing was thrown');
}

describe('ArModel', () => {
  test('toJSON and back forecasts bit for bit, in less than 4 KB', () => {
    for (const options of [{ lags: 2 }, { lags: [1, 12], trend: 'ctt', useT: true }] as const) {
      const model = fitAr(series, options);
      const text = JSON.stringify(model);
      const back = ArModel.fromJSON(JSON.parse(text));
      expect(text.length).toBeLessThan(4096);
      expect(back.forecast(50)).toEqual(model.forecast(50));
      expect(back.coefficients).toEqual(model.coefficients);
      expect(back.fit).toEqual(model.fit);
      expect(JSON.stringify(back)).toBe(text);
    }
  });

  test('fromJSON refuses what is not a model, whatever is wrong with it', () => {
    const good = JSON.parse(JSON.stringify(fitAr(series, { lags: 2 }))) as Record<string, unknown>;
    const broken: unknown[] = [
      null,
      7,
      [],
      {},
      { ...good, kind: 'gan' },
      { ...good, schemaVersion: 2 },
    ];
    for (const field of Object.keys(good)) {
      broken.push(
        { ...good, [field]: undefined },
        { ...good, [field]: 'x' },
        { ...good, [field]: -1 },
      );
      broken.push({ ...good, [field]: [] }, { ...good, [field]: {} });
    }
    for (const json of broken) expect(() => ArModel.fromJSON(json)).toThrow(ModelFileError);
  });

  test('forecast goes on from another history', () => {
    const model = fitAr(series, { lags: 2 });
    const [constant, first, second] = model.coefficients.map(({ value }) => value);
    expect(model.forecast(1, { history: [9, 4] }).mean[0]).toBeCloseTo(
      constant! + first! * 4 + second! * 9,
      12,
    );
    expect(model.forecast(3, { history: series })).toEqual(model.forecast(3));
  });

  test('residuals have the sum of squares of the fit', () => {
    const model = fitAr(series, { lags: [1, 3], trend: 'ct' });
    const residuals = model.residuals(series);
    expect(residuals).toHaveLength(model.fit.nobs);
    expect(residuals.reduce((sum, e) => sum + e * e, 0)).toBeCloseTo(model.fit.ssr, 9);
  });
});

describe('fitAr', () => {
  test('leaves out exactly the rows that touch a gap', () => {
    const gapped = Float64Array.from(series);
    gapped[100] = Number.NaN;
    // 298 rows of 300 values at order 2, less the gap itself and the two rows after it.
    const model = fitAr(gapped, { lags: 2, missing: 'segments' });
    expect(model.fit.nobs).toBe(295);
    expect(model.segments).toBe(2);
    expect(codeOf(() => fitAr(gapped, { lags: 2 }))).toBe('SERIES_GAP');
  });

  test('says how many values are needed and how many there are', () => {
    const call = () => fitAr([1, 2, 4, 3, 5], { lags: 20 });
    expect(call).toThrow(SeriesError);
    expect(call).toThrow(/at least 42 values, there are 5/);
  });

  test.each([
    [
      'a constant series',
      [5, 5, 5, 5, 5, 5],
      { lags: 1 },
      'SERIES_RANK_DEFICIENT',
      /constant: every value is 5/,
    ],
    [
      'a constant series without a constant',
      [5, 5, 5, 5, 5, 5],
      { lags: 1, trend: 'n' },
      'SERIES_RANK_DEFICIENT',
      /constant/,
    ],
    [
      'a straight line',
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
      { lags: 2 },
      'SERIES_RANK_DEFICIENT',
      /L2 is an exact combination of const, L1/,
    ],
    [
      'zeros',
      [0, 0, 0, 0, 0, 0],
      { lags: 1, trend: 'n' },
      'SERIES_RANK_DEFICIENT',
      /constant: every value is 0/,
    ],
    [
      'an infinity',
      [1, 2, Number.POSITIVE_INFINITY, 4, 1, 2],
      { lags: 1 },
      'SERIES_NOT_FINITE',
      /value 3 of 6 is Infinity/,
    ],
    ['a NaN', [1, 2, Number.NaN, 4, 1, 2], { lags: 1 }, 'SERIES_GAP', /value 3 of 6 is missing/],
    [
      'no lags and no trend',
      [1, 2, 3, 4],
      { lags: 0, trend: 'n' },
      'OPTION_INVALID',
      /nothing to estimate/,
    ],
    ['a negative order', [1, 2, 3, 4], { lags: -1 }, 'OPTION_INVALID', /got -1/],
    ['a lag given twice', [1, 2, 3, 4], { lags: [1, 1] }, 'OPTION_INVALID', /lag 1 is given twice/],
    [
      'a hold-back below the largest lag',
      [1, 2, 3, 4],
      { lags: 2, holdBack: 1 },
      'OPTION_INVALID',
      /not below the largest lag 2/,
    ],
    [
      'huge values',
      [1e200, -2e200, 4e200, 1e200, 5e200],
      { lags: 1 },
      'SERIES_OUT_OF_RANGE',
      /beyond the range/,
    ],
  ] as const)('refuses %s', (_, values, options, code, words) => {
    const call = () => fitAr(values, options);
    expect(codeOf(call)).toBe(code);
    expect(call).toThrow(words);
  });
});

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

  test('refuses a criterion that it does not know', () => {
    expect(() => selectArOrder(series, { maxLag: 3, criterion: 'r2' as never })).toThrow(
      OptionError,
    );
  });
});

describe('transforms', () => {
  test('difference takes differences of differences', () => {
    expect(Array.from(difference([1, 4, 9, 16, 25], 2))).toEqual([2, 2, 2]);
    expect(Array.from(difference([1], 2))).toEqual([]);
  });

  test('a gap makes every value that touches it a gap', () => {
    expect(Array.from(difference([1, Number.NaN, 3, 5], 1))).toEqual([Number.NaN, Number.NaN, 2]);
  });

  test('logReturns refuses values that are not positive', () => {
    expect(logReturns([1, Math.E, 1])[0]).toBeCloseTo(1, 15);
    expect(codeOf(() => logReturns([1, 0, 2]))).toBe('SERIES_NOT_POSITIVE');
  });
});
