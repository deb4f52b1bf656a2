import { describe, expect, it } from 'vitest';
import {
  decimalsFor,
  formatCount,
  formatDuration,
  formatFixed,
  formatLevel,
  formatPValue,
  formatValue,
  ordinal,
} from './numbers.ts';

describe('formatFixed', () => {
  it('formatFixed never shows a negative zero', () => {
    expect(formatFixed(-0.00001, 3)).toBe('0.000');
    expect(formatFixed(-0.0006, 3)).toBe('-0.001');
  });

  it('formatFixed turns to powers of ten where digits would be many', () => {
    expect(formatFixed(1.5e12, 2)).toBe('1.500e+12');
    expect(formatFixed(3e-14, 10)).toBe('3.000e-14');
  });

  it('formatFixed says n/a where there is no number', () => {
    expect(formatFixed(null, 2)).toBe('n/a');
    expect(formatFixed(Number.NaN, 2)).toBe('n/a');
    expect(formatFixed(Number.NEGATIVE_INFINITY, 2)).toBe('-inf');
  });
});

describe('decimalsFor', () => {
  it('decimalsFor shows the asked digits of the smallest value', () => {
    expect(decimalsFor([0.0458, 3.2], 3)).toBe(4);
    expect(decimalsFor([123], 3)).toBe(0);
    expect(decimalsFor([123], 3, 4)).toBe(4);
    expect(decimalsFor([0, Number.NaN], 3)).toBe(0);
    expect(decimalsFor([1e-30], 3)).toBe(10);
  });
});

describe('formatPValue', () => {
  it('formatPValue never says zero', () => {
    expect(formatPValue(0)).toBe('<0.001');
    expect(formatPValue(0.0004)).toBe('<0.001');
    expect(formatPValue(0.0512)).toBe('0.051');
    expect(formatPValue(0.003, 2)).toBe('<0.01');
    expect(formatPValue(null)).toBe('n/a');
  });
});

describe('formatValue', () => {
  it('formatValue keeps the asked digits and no zeros behind them', () => {
    expect(formatValue(0.78766)).toBe('0.7877');
    expect(formatValue(52.1700001)).toBe('52.17');
    expect(formatValue(123456.7)).toBe('123457');
    expect(formatValue(1e-9)).toBe('1.000e-9');
    expect(formatValue(0)).toBe('0');
  });
});

describe('formatCount', () => {
  it('formatCount groups from five digits on', () => {
    expect(formatCount(506)).toBe('506');
    expect(formatCount(2284)).toBe('2284');
    expect(formatCount(10_000_000)).toBe('10 000 000');
  });
});

describe('formatDuration', () => {
  it('formatDuration picks the unit', () => {
    expect(formatDuration(0.2)).toBe('<1 ms');
    expect(formatDuration(3.4)).toBe('3 ms');
    expect(formatDuration(999.7)).toBe('1.0 s');
    expect(formatDuration(125_000)).toBe('2 min 5 s');
  });
});

describe('ordinal and formatLevel', () => {
  it('ordinal knows the teens', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal).join(' ')).toBe(
      '1st 2nd 3rd 4th 11th 12th 13th 21st 112th',
    );
  });

  it('formatLevel hides the noise of binary fractions', () => {
    expect(formatLevel(0.95)).toBe('95%');
    expect(formatLevel(0.995)).toBe('99.5%');
    expect(formatLevel(0.57)).toBe('57%');
  });
});
