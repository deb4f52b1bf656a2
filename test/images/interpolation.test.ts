/** interpolateCodes against circles and lines. */

import { interpolateCodes } from '@ferrogen/core/images';
import { describe, expect, test } from 'vitest';

const rows = (codes: Float32Array, size: number) =>
  Array.from({ length: codes.length / size }, (_, k) => [...codes.slice(k * size, (k + 1) * size)]);

describe('interpolateCodes', () => {
  test('linear goes straight, at even distances', () => {
    const codes = interpolateCodes(Float32Array.of(0, 4), Float32Array.of(8, 0), 5, 'linear');
    expect(rows(codes, 2)).toEqual([
      [0, 4],
      [2, 3],
      [4, 2],
      [6, 1],
      [8, 0],
    ]);
  });

  test('slerp goes around a quarter of a circle at even angles, and its length evenly', () => {
    const codes = interpolateCodes(Float32Array.of(1, 0), Float32Array.of(0, 3), 3, 'slerp');
    const half = Math.SQRT1_2 * 2;
    const expected = [1, 0, half, half, 0, 3];
    expected.forEach((value, k) => {
      expect(codes[k]).toBeCloseTo(value, 6);
    });
  });

  test('slerp joins codes of one direction, opposite ones and zeros straight', () => {
    const one = Float32Array.of(1, 2);
    for (const other of [Float32Array.of(2, 4), Float32Array.of(-1, -2), Float32Array.of(0, 0)])
      expect(interpolateCodes(one, other, 4, 'slerp')).toEqual(
        interpolateCodes(one, other, 4, 'linear'),
      );
  });

  test('refuses one step, codes of two lengths, and other paths', () => {
    const [a, b] = [Float32Array.of(1, 2), Float32Array.of(1)];
    expect(() => interpolateCodes(a, a, 1, 'linear')).toThrow(
      expect.objectContaining({ option: 'steps' }),
    );
    expect(() => interpolateCodes(a, b, 3, 'linear')).toThrow(
      expect.objectContaining({ option: 'b' }),
    );
    expect(() => interpolateCodes(a, a, 3, 'cubic' as 'slerp')).toThrow(
      expect.objectContaining({ option: 'path' }),
    );
  });
});
