/** Dropout, both bodies. */

import { Prng } from '@ferrogen/core';
import { dropout } from '@ferrogen/core/nn';
import { grad, ones, tensor1d } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { composedDropout } from '../../../packages/core/src/nn/ops/dropout.ts';
import { checkOperation } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

for (const shape of [
  [3, 5],
  [101, 1001],
  [0, 2],
])
  checkOperation({
    name: `dropout of [${shape}]`,
    shapes: [shape],
    run: (x) => dropout(x, 0.3, new Prng(4)),
    composed: (x) => composedDropout(x, 0.3, new Prng(4)),
  });

describe('dropout', () => {
  overBackends((_, it) => {
    it('dropout drops its rate, scales the rest, and its gradient goes through the same mask', () => {
      const x = ones([100_000]);
      const y = dropout(x, 0.25, new Prng(7)).dataSync();
      const kept = y.filter((value) => value !== 0);
      expect(kept.every((value) => value === Math.fround(4 / 3))).toBe(true);
      // Five standard errors.
      expect(Math.abs(kept.length - 75_000)).toBeLessThan(5 * 137);
      const dx = grad((x) => dropout(x, 0.25, new Prng(7)))(x).dataSync();
      expect(dx).toEqual(y);
    });

    it('dropout of rate 0 is what it was, and other sources drop other values', () => {
      const x = tensor1d([1, 2, 3]);
      expect([...dropout(x, 0, new Prng(1)).dataSync()]).toEqual([1, 2, 3]);
      const [a, b] = [1, 2].map((k) => dropout(ones([64]), 0.5, new Prng(1).split(k)).dataSync());
      expect(a).not.toEqual(b);
    });

    it('dropout refuses a rate that is not at least 0 and below 1', () => {
      for (const rate of [-0.1, 1, Number.NaN])
        expect(() => dropout(ones([1]), rate, new Prng(1))).toThrow(
          `a dropout rate is at least 0 and below 1; got ${rate}`,
        );
    });
  });
});
