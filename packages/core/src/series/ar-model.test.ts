import { describe, expect, test } from 'vitest';
import { ModelFileError, OptionError, SeriesError } from '../errors.ts';
import { Prng } from '../random/prng.ts';
import { ArModel } from './ar-model.ts';
import { fitAr } from './fit-ar.ts';
import { forecastAr, sampleAr } from './process.ts';
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

  test('cannot be changed, nor through anything that it hands out', () => {
    const model = fitAr(series, { lags: [1, 3] }).withSource({
      file: 'a.csv',
      column: 'x',
      dateColumn: null,
      where: [],
      diff: 0,
      logReturns: false,
    });
    const before = JSON.stringify([model, model.forecast(3), model.roots]);
    const mutations: (() => unknown)[] = [
      () => Object.assign(model, { useT: true }),
      () => Object.assign(model.fit, { sigma2: 0 }),
      () => Object.assign(model.coefficients[0]!, { value: 1000 }),
      () => Object.assign(model.process.coefficients, [1000]),
      () => Object.assign(model.specification.lags, [5]),
      () => Object.assign(model.toJSON().lags, [5]),
      () => Object.assign(model.source!.where, [1]),
      () => Object.assign(model.roots[0]!, { re: 0 }),
    ];
    for (const mutate of mutations) expect(mutate).toThrow(TypeError);
    expect(JSON.stringify([model, model.forecast(3), model.roots])).toBe(before);
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
    expect(codeOf(call)).toBe(code);
    expect(call).toThrow(words);
  });
});

describe('ArModel.diagnose', () => {
  const model = fitAr(series, { lags: 2 });

  test('says nothing of a series that is hardly longer than the model', () => {
    for (const short of [[], [1, 2, 3], [1, 2, 3, 4, 2]]) {
      const { ljungBox, jarqueBera } = model.diagnose(short);
      expect([ljungBox.statistic, jarqueBera.statistic]).toEqual([null, null]);
    }
  });

  test('autocorrelations pair residuals of one segment only', () => {
    // Runs of 9 values between gaps: seven residuals each, so no pair is 7 or more apart.
    const gapped = Float64Array.from(series, (value, t) => (t % 10 === 9 ? Number.NaN : value));
    const found = model.autocorrelations(gapped, 12);
    expect(Array.from(found.subarray(6))).toEqual([0, 0, 0, 0, 0, 0]);
    const residuals = model.residuals(gapped);
    const mean = residuals.reduce((sum, e) => sum + e, 0) / residuals.length;
    const product = (lag: number) =>
      residuals.reduce(
        (sum, e, k) => (k % 7 >= lag ? sum + (e - mean) * (residuals[k - lag]! - mean) : sum),
        0,
      );
    expect(found[0]).toBeCloseTo(product(1) / product(0), 12);
    expect(() => model.autocorrelations(series, 0)).toThrow(OptionError);
  });
});

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

describe('transforms', () => {
  test('difference takes differences of differences', () => {
    expect(Array.from(difference([1, 4, 9, 16, 25], 2))).toEqual([2, 2, 2]);
    expect(Array.from(difference([1], 2))).toEqual([]);
  });

  test('a gap makes every value that touches it a gap', () => {
    expect(Array.from(difference([1, Number.NaN, 3, 5], 1))).toEqual([Number.NaN, Number.NaN, 2]);
  });

  test('refuse infinities, which subtraction would turn into gaps', () => {
    const values = [1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    expect(codeOf(() => difference(values, 1))).toBe('SERIES_NOT_FINITE');
    expect(codeOf(() => logReturns(values))).toBe('SERIES_NOT_FINITE');
  });

  test('logReturns refuses values that are not positive', () => {
    expect(logReturns([1, Math.E, 1])[0]).toBeCloseTo(1, 15);
    expect(codeOf(() => logReturns([1, 0, 2]))).toBe('SERIES_NOT_POSITIVE');
  });
});
