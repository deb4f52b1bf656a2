import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { readArguments } from './arguments.ts';

const read = (values: Record<string, unknown>) => readArguments(values, [], []);
const even = (value: number) => value % 2 === 0;

describe('readArguments', () => {
  it('integer takes whole numbers within limits and nothing else', () => {
    expect(read({ p: '12' }).integer('p')).toBe(12);
    expect(read({ p: '1e3' }).integer('p')).toBe(1000);
    expect(read({}).integer('p')).toBeNull();
    for (const word of [
      'x',
      '-1',
      '1.5',
      '',
      ' ',
      '0x10',
      '1e400',
      'NaN',
      '9007199254740993',
      '1 2',
    ]) {
      expect(() => read({ p: word }).integer('p'), word).toThrow(UsageError);
    }
    expect(() => read({ p: '11' }).integer('p', { min: 1, max: 10 })).toThrow(
      "--p must be a whole number from 1 to 10, got '11'",
    );
  });

  it('numbers takes a list of which every part is accepted', () => {
    expect(read({ lags: '2,4, 6' }).numbers('lags', 'even', even)).toEqual([2, 4, 6]);
    for (const list of ['2,3', '2,,4', '2,', 'a', ',']) {
      expect(() => read({ lags: list }).numbers('lags', 'even', even), list).toThrow(UsageError);
    }
  });

  it('choice names what there is to choose from', () => {
    expect(read({ trend: 'ct' }).choice('trend', ['c', 'ct'])).toBe('ct');
    expect(() => read({ trend: 'x' }).choice('trend', ['c', 'ct'])).toThrow(
      "--trend must be one of c, ct, got 'x'",
    );
    expect(() => read({ trend: 'x' }).choice('trend', ['c', 'ct'])).toThrow(
      expect.objectContaining({ hint: null }),
    );
    expect(() => read({ trend: 'tc' }).choice('trend', ['c', 'ct'])).toThrow(
      expect.objectContaining({ hint: 'did you mean --trend ct?' }),
    );
  });

  it('text refuses a flag that is given twice; texts takes all of them', () => {
    expect(() => read({ column: ['a', 'b'] }).text('column')).toThrow('given 2 times');
    expect(read({ where: ['a=1', 'b=2'] }).texts('where')).toEqual(['a=1', 'b=2']);
    expect(read({ where: 'a=1' }).texts('where')).toEqual(['a=1']);
  });

  it('isOn takes the last of several', () => {
    expect(read({ json: true }).isOn('json')).toBe(true);
    expect(read({ json: [true, true] }).isOn('json')).toBe(true);
    expect(read({}).isOn('json')).toBe(false);
  });
});
