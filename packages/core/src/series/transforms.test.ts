import { describe, expect, test } from 'vitest';
import { difference, logReturns } from './transforms.ts';

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
    expect(() => difference(values, 1)).toThrow(
      expect.objectContaining({ code: 'SERIES_NOT_FINITE' }),
    );
    expect(() => logReturns(values)).toThrow(
      expect.objectContaining({ code: 'SERIES_NOT_FINITE' }),
    );
  });

  test('logReturns refuses values that are not positive', () => {
    expect(logReturns([1, Math.E, 1])[0]).toBeCloseTo(1, 15);
    expect(() => logReturns([1, 0, 2])).toThrow(
      expect.objectContaining({ code: 'SERIES_NOT_POSITIVE' }),
    );
  });
});
