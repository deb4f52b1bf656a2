import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';
import { parseHistory } from './history.ts';
import { parseReadOptions, parseTransform } from './series.ts';

const args = (values: Record<string, unknown>, operands: string[] = []) =>
  readArguments(values, operands, []);

describe('parseReadOptions', () => {
  it('parseReadOptions leaves out what was not given', () => {
    expect(parseReadOptions(args({}))).toEqual({});
  });

  it('parseReadOptions passes on what was given', () => {
    expect(
      parseReadOptions(
        args({
          column: '3',
          'date-column': '0day',
          where: ['symbol=AAPL', 'note=a=b'],
          delimiter: 'tab',
          decimal: 'comma',
          'no-header': true,
          missing: 'segments',
        }),
      ),
    ).toEqual({
      column: '3',
      dateColumn: '0day',
      where: [
        { column: 'symbol', value: 'AAPL' },
        { column: 'note', value: 'a=b' },
      ],
      delimiter: '\t',
      decimal: ',',
      header: false,
      missing: 'segments',
    });
  });

  it('parseReadOptions takes a decimal sign by its name and as itself', () => {
    const decimals = ['point', '.', 'comma', ','].map(
      (decimal) => parseReadOptions(args({ decimal })).decimal,
    );
    expect(decimals).toEqual(['.', '.', ',', ',']);
    expect(() => parseReadOptions(args({ decimal: ';' }))).toThrow(
      "point or comma, or the sign itself, got ';'",
    );
  });

  it('parseReadOptions refuses conditions and delimiters without meaning', () => {
    expect(() => parseReadOptions(args({ where: '=x' }))).toThrow('NAME=VALUE');
    for (const delimiter of ['ab', '"', 'é', '\n']) {
      expect(() => parseReadOptions(args({ delimiter }))).toThrow('--delimiter');
    }
  });
});

describe('parseTransform', () => {
  it('parseTransform tells a flag that is absent from one that says nothing is to be done', () => {
    expect(parseTransform(args({}))).toEqual({ logReturns: null, diff: null });
    expect(parseTransform(args({ diff: '0', 'log-returns': true }))).toEqual({
      logReturns: true,
      diff: 0,
    });
  });
});

describe('parseHistory', () => {
  it('parseHistory refuses flags that say how to read a history which is not there', () => {
    expect(parseHistory(args({}))).toBeNull();
    expect(() => parseHistory(args({ column: 'close' }))).toThrow('there is no --history');
    expect(() => parseHistory(args({ 'log-returns': true }))).toThrow('there is no --history');
  });

  it('parseHistory cannot read two things from stdin', () => {
    expect(() => parseHistory(args({ history: '-' }, ['-']))).toThrow('stdin');
  });
});
