/**
 * halfPrecision, against what Python's struct makes of the same numbers:
 *     [struct.unpack('<H', struct.pack('<e', v))[0] for v in values]
 */

import { float32Values, halfPrecision, type StoredTensor } from '@ferrogen/core/io';
import { expect, test } from 'vitest';

/** Numbers beside their bits: thirds, the largest, the border of the subnormals and below, points between two, ties. */
const pairs: readonly (readonly [number, number])[] = [
  [0, 0],
  [-0, 0x8000],
  [1, 0x3c00],
  [0.3333333432674408, 0x3555],
  [-0.6666666865348816, 0xb955],
  [0.10000000149011612, 0x2e66],
  [3.1415927410125732, 0x4248],
  [65504, 0x7bff],
  [65519.99609375, 0x7bff],
  [-65504, 0xfbff],
  [6.103515625e-5, 0x400],
  [6.097555160522461e-5, 0x3ff],
  [2 ** -24, 1],
  [2.9802322387695312e-8, 0],
  [2.980232594040899e-8, 1],
  [8.940696716308594e-8, 2],
  [1.00048828125, 0x3c00],
  [1.00146484375, 0x3c02],
  [2049, 0x6800],
  [2051, 0x6802],
  [1.000000013351432e-10, 0],
];
const single = (...values: number[]): StoredTensor => ({
  dtype: 'F32',
  shape: [values.length],
  values: Float32Array.from(values),
});

test('halfPrecision rounds as Python does: to the nearest, of two as near to the even', () => {
  const half = halfPrecision(new Map([['w', single(...pairs.map(([value]) => value))]])).get('w')!;
  expect(half.dtype).toBe('F16');
  expect(half.shape).toEqual([pairs.length]);
  expect([...half.values]).toEqual(pairs.map(([, bits]) => bits));
});

test('halfPrecision is off by 1/2048 of a weight at most, and the second time by nothing', () => {
  const weights = Float32Array.from({ length: 5000 }, (_, k) => Math.sin(k * k) * 10 ** -(k % 4));
  const tensors = new Map([['w', { dtype: 'F32', shape: [5000], values: weights } as const]]);
  const once = float32Values('w', halfPrecision(tensors).get('w')!);
  weights.forEach((weight, k) => {
    const error = Math.abs(once[k]! - weight);
    expect(error).toBeLessThanOrEqual(Math.max(Math.abs(weight) / 2048, 2 ** -25));
  });
  const twice = halfPrecision(new Map([['w', single(...once)]])).get('w')!;
  expect(float32Values('w', twice)).toEqual(once);
});

test('halfPrecision leaves other dtypes and what is not finite, and refuses what would overflow', () => {
  const steps: StoredTensor = { dtype: 'I32', shape: [], values: Int32Array.of(7) };
  const odd = single(Number.POSITIVE_INFINITY, Number.NaN);
  const half = halfPrecision(
    new Map([
      ['steps', steps],
      ['odd', odd],
    ]),
  );
  expect(half.get('steps')).toBe(steps);
  expect([...float32Values('odd', half.get('odd')!)]).toEqual([
    Number.POSITIVE_INFINITY,
    Number.NaN,
  ]);
  expect(() => halfPrecision(new Map([['w', single(1, -65520)]]))).toThrow(
    /"w" holds -65520 at 1; numbers of half precision go to 65504/,
  );
});
