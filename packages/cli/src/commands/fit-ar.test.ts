import { describe, expect, it } from 'vitest';
import { readArguments } from '../options/arguments.ts';
import { parseFitAr } from './fit-ar.ts';
import { parseSampleAr } from './sample-ar.ts';

const parse = (values: Record<string, unknown>) =>
  parseFitAr(readArguments(values, ['prices.csv'], ['fit-ar', 'prices.csv']));

describe('parseFitAr', () => {
  it('parseFitAr chooses the order by BIC where none is given', () => {
    expect(parse({}).fit).toEqual({
      file: 'prices.csv',
      order: { criterion: 'bic', maxLag: null, asked: false },
      trend: 'c',
      holdBack: null,
      useT: false,
      missing: 'refuse',
      steps: 24,
      levels: [0.5, 0.8, 0.95],
    });
    expect(parse({ 'max-p': '7' }).fit.order).toEqual({ criterion: 'bic', maxLag: 7, asked: true });
    expect(parse({ select: 'aic' }).fit.order).toEqual({
      criterion: 'aic',
      maxLag: null,
      asked: true,
    });
  });

  it('parseFitAr takes an order or a list of lags', () => {
    expect(parse({ p: '0' }).fit.order).toEqual({ lags: 0 });
    expect(parse({ lags: '1,2,12' }).fit.order).toEqual({ lags: [1, 2, 12] });
  });

  it('parseFitAr refuses flags that contradict each other', () => {
    for (const flags of [
      { p: '2', lags: '1' },
      { p: '2', select: 'bic' },
      { p: '2', 'max-p': '4' },
      { lags: '1', select: 'bic' },
    ]) {
      expect(() => parse(flags), JSON.stringify(flags)).toThrow('contradict');
    }
  });

  it('parseFitAr sorts levels and keeps each once', () => {
    expect(parse({ level: '0.9,0.5,0.9' }).fit.levels).toEqual([0.5, 0.9]);
    for (const level of ['0', '1', '95', '0.5,x']) {
      expect(() => parse({ level }), level).toThrow('between 0 and 1');
    }
  });
});

describe('parseSampleAr', () => {
  const sample = (values: Record<string, unknown>) =>
    parseSampleAr(readArguments(values, ['m.json'], []));

  it('parseSampleAr wants a history for bootstrap shocks', () => {
    expect(() => sample({ shocks: 'bootstrap' })).toThrow('residuals');
    expect(sample({ shocks: 'bootstrap', history: 'a.csv' }).history?.file).toBe('a.csv');
  });

  it('parseSampleAr refuses more values than memory holds', () => {
    expect(() => sample({ paths: '1000000', steps: '1000' })).toThrow('at once');
  });
});
