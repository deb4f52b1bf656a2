import { describe, expect, test } from 'vitest';
import { ModelFileError, OptionError } from '../errors.ts';
import { Prng } from '../random/prng.ts';
import { ArModel } from './ar-model.ts';
import { fitAr } from './fit-ar.ts';
import { sampleAr } from './process.ts';

const process = { trend: 'c', lags: [1, 2], coefficients: [2, 0.6, -0.2], sigma2: 1 } as const;
const series = sampleAr(process, 300, { history: [3, 3], random: new Prng(1) });

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
