import { describe, expect, test } from 'vitest';
import { OptionError, SeriesError } from '../errors.ts';
import { Prng } from '../random/prng.ts';
import { fitAr } from './fit-ar.ts';
import { sampleAr } from './process.ts';
import { selectArOrder } from './select-order.ts';

const process = { trend: 'c', lags: [1, 2], coefficients: [2, 0.6, -0.2], sigma2: 1 } as const;
const series = sampleAr(process, 300, { history: [3, 3], random: new Prng(1) });

describe('fitAr', () => {
  test('leaves out exactly the rows that touch a gap', () => {
    const gapped = Float64Array.from(series);
    gapped[100] = Number.NaN;
    // 298 rows of 300 values at order 2, less the gap itself and the two rows after it.
    const model = fitAr(gapped, { lags: 2, missing: 'segments' });
    expect(model.fit.nobs).toBe(295);
    expect(model.segments).toBe(2);
    expect(() => fitAr(gapped, { lags: 2 })).toThrow(
      expect.objectContaining({ code: 'SERIES_GAP' }),
    );
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
      /not below the largest lag, 2/,
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
    expect(call).toThrow(expect.objectContaining({ code }));
    expect(call).toThrow(words);
  });
});

describe('what is no number is not taken for one', () => {
  const anyhow = (value: unknown) => value as never;
  const model = fitAr(series, { lags: 1 });

  test.each([
    [
      'null in a series',
      () => fitAr(anyhow([1, null, 2, 3, 4]), { lags: 1 }),
      /value 2 of 5 is null/,
    ],
    ['texts', () => fitAr(anyhow(['1', '2', '3', '1']), { lags: 1 }), /value 1 of 4 is "1"/],
    ['a text', () => fitAr(anyhow('314159265'), { lags: 1 }), /got "314159265"/],
    ['nothing', () => fitAr(anyhow(null), { lags: 1 }), /got null/],
    ['big integers', () => model.diagnose(anyhow(BigInt64Array.of(1n, 2n))), /value 1 of 2 is 1n/],
    [
      'no lags option',
      () => fitAr(series, anyhow({})),
      /an order or a list of lags; got undefined/,
    ],
    ['no maxLag', () => selectArOrder(series, anyhow({})), /maxLag is an order/],
    [
      'a policy',
      () => fitAr(series, anyhow({ lags: 1, missing: 'drop' })),
      /'refuse' or 'segments'/,
    ],
    ['a switch', () => fitAr(series, anyhow({ lags: 1, useT: 'no' })), /useT is true or false/],
    ['a level alone', () => model.forecast(1, anyhow({ levels: 0.5 })), /list of coverages/],
    ['a level as text', () => model.forecast(1, anyhow({ levels: ['0.5'] })), /between 0 and 1/],
    [
      'null in a history',
      () => model.forecast(1, anyhow({ history: [null] })),
      /history is an array/,
    ],
    ['a seed for a source', () => model.sample(1, anyhow({ random: 1 })), /random is a Prng/],
    [
      'a name for shocks',
      () => model.sample(1, anyhow({ shocks: 'laplace' })),
      /shocks is 'gaussian'/,
    ],
  ] as const)('%s', (_, call, words) => {
    expect(call).toThrow(OptionError);
    expect(call).toThrow(words);
  });
});
