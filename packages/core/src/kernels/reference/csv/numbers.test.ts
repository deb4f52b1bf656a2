import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, parseNumber, parseNumberText } from './numbers.ts';

function parse(cell: string, decimal: Decimal = '.') {
  const bytes = new TextEncoder().encode(cell);
  return parseNumber(bytes, 0, bytes.length, decimal);
}

const finite = fc.double({ noDefaultInfinity: true, noNaN: true });

describe('parseNumber', () => {
  it('parseNumber gives every double back from its shortest text', () => {
    fc.assert(
      fc.property(finite, (value) => {
        const text = Object.is(value, -0) ? '-0' : String(value);
        expect(parse(text)).toBe(value);
        expect(parse(text.replace('.', ','), ',')).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('parseNumber gives prices back with their thousands grouped', () => {
    const price = fc.integer({ min: 0, max: 1e12 }).map((cents) => cents / 100);
    fc.assert(
      fc.property(price, fc.constantFrom(',', '_', "'", ' ', '\u00a0', '\u202f'), (value, mark) => {
        const [whole, cents] = value.toFixed(2).split('.') as [string, string];
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, mark);
        expect(parse(`$${grouped}.${cents}`)).toBe(value);
        if (mark !== ',') expect(parse(`-${grouped},${cents}`, ',')).toBe(-value);
      }),
    );
  });

  it('parseNumber and parseNumberText agree on any text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789.,+-eE$€ _Nan/Ai') });
    fc.assert(
      fc.property(text, fc.constantFrom<Decimal>('.', ','), (cell, decimal) => {
        expect(parse(cell, decimal)).toBe(parseNumberText(cell, decimal));
      }),
      { numRuns: 2000 },
    );
  });

  it('parseNumber reads a mebibyte of digits', () => {
    expect(parse(`0.${'3'.repeat(2 ** 20)}`)).toBe(1 / 3);
    expect(parse(`1${',000'.repeat(2 ** 18)}`)).toBe('not-finite');
    expect(parse(`${'1 '.repeat(2 ** 19)}`)).toBe('not-a-number');
  });
});
