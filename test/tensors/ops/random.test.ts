/** Random tensors: the numbers of a seed on every backend, and their distribution. */

import { Prng } from '@ferrogen/core';
import { randomNormal, randomUniform, truncatedNormal } from '@ferrogen/core/nn';
import { describe, expect } from 'vitest';
import { fillGaussian, fillUniform } from '../../../packages/core/src/kernels/random/stream.ts';
import { overBackends } from '../../support/tensor-backends.ts';

const SIZE = 100_003;

describe('random tensors', () => {
  const drawn = new Map<string, Float32Array>();

  overBackends((backend, it) => {
    it('randomNormal and randomUniform are stream 0 of the key, rounded', () => {
      const numbers = new Float64Array(SIZE);
      const random = new Prng(5);
      fillUniform(random.key, 0, numbers);
      const uniform = randomUniform([SIZE], random, { low: -2, high: 6 }).dataSync();
      expect(uniform).toEqual(Float32Array.from(numbers, (number) => -2 + 8 * number));
      fillGaussian(random.key, 0, numbers);
      const normal = randomNormal([SIZE], random, { mean: 3, deviation: 2 }).dataSync();
      numbers.forEach((number, index) => {
        if (Math.abs(normal[index]! - (3 + 2 * number)) > 1e-6) expect(normal[index]).toBe(number);
      });
    });

    for (const [name, draw] of Object.entries({ randomNormal, randomUniform, truncatedNormal }))
      it(`${name}: a seed means the same on every backend, but for the last bit in the tails`, () => {
        const seen = draw([7, 14_287], new Prng(9)).dataSync() as Float32Array;
        const expected = drawn.get(name) ?? seen;
        drawn.set(name, seen);
        const different = seen.filter((value, index) => value !== expected[index]);
        expect(different.length, backend).toBeLessThan(20);
        seen.forEach((value, index) => {
          if (!(Math.abs(value - expected[index]!) <= 2 ** -23 * Math.abs(value)))
            expect(value, `${name} ${index}`).toBe(expected[index]);
        });
      });

    it('truncatedNormal stays within two deviations of its mean, and its variance is the textbook one', () => {
      const options = { mean: 1, deviation: 0.5 };
      const values = truncatedNormal([SIZE], new Prng(2), options).dataSync();
      let squares = 0;
      for (const value of values) {
        if (!(Math.abs(value - 1) <= 1)) expect(value).toBe(1);
        squares += (value - 1) ** 2;
      }
      // 1 - 4 phi(2) / (1 - 2 Phi(-2)) of the deviation squared, to five standard errors.
      expect(Math.abs(squares / SIZE - 0.25 * 0.773741)).toBeLessThan(5 * 0.0007);
    });

    it('random tensors have the shape asked for, nothing included', () => {
      expect(randomNormal([], new Prng(1)).shape).toEqual([]);
      expect(randomUniform([0, 3], new Prng(1)).shape).toEqual([0, 3]);
      for (const size of [-1, 1.5, Number.NaN])
        expect(() => randomNormal([size], new Prng(1))).toThrow(`got shape [${size}]`);
    });
  });
});
