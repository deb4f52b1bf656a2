/** Initialisers: moments within five standard errors of what they promise, orthogonality, fans, seeds. */

import {
  constantValues,
  convFan,
  convTransposeFan,
  denseFan,
  type Fan,
  fanInUniform,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  lecunNormal,
  lecunUniform,
  normalValues,
  oneValues,
  orthogonal,
  recurrentUniform,
  truncatedNormalValues,
  uniformValues,
  zeroValues,
} from '@ferrogen/core/nn';
import { expect, test } from 'vitest';
import { Prng } from '../../packages/core/src/random/prng.ts';
import { overBackends } from '../support/tensor-backends.ts';

const fan: Fan = { in: 40, out: 120 };
// The variance of a standard normal variable within two deviations: 1 - 2 * 2 phi(2) / (2 Phi(2) - 1).
const TRUNCATED = 1 - (4 * 0.05399096651318806) / 0.9544997361036416;
/** Initialiser, its variance, its fourth central moment over the squared variance, its largest magnitude. */
const moments: readonly [string, Initializer, number, number, number][] = [
  ['normalValues(0.02)', normalValues(0.02), 0.02 ** 2, 3, Number.POSITIVE_INFINITY],
  ['truncatedNormalValues(0.5)', truncatedNormalValues(0.5), TRUNCATED / 4, 3, 1],
  ['uniformValues(0.3)', uniformValues(0.3), 0.03, 1.8, 0.3],
  ['glorotUniform', glorotUniform, 2 / 160, 1.8, Math.sqrt(6 / 160)],
  ['glorotNormal', glorotNormal, 2 / 160, 3, Number.POSITIVE_INFINITY],
  ['heUniform', heUniform, 2 / 40, 1.8, Math.sqrt(6 / 40)],
  ['heNormal', heNormal, 2 / 40, 3, Number.POSITIVE_INFINITY],
  ['lecunUniform', lecunUniform, 1 / 40, 1.8, Math.sqrt(3 / 40)],
  ['lecunNormal', lecunNormal, 1 / 40, 3, Number.POSITIVE_INFINITY],
  ['fanInUniform', fanInUniform, 1 / 120, 1.8, Math.sqrt(1 / 40)],
  ['recurrentUniform(16)', recurrentUniform(16), 1 / 48, 1.8, 0.25],
];

overBackends((_, it) => {
  for (const [name, initializer, variance, kurtosis, largest] of moments)
    it(`${name} has the mean, variance and range that it promises, and the seed decides every byte`, () => {
      const n = 20_000;
      const draw = (seed: number) => {
        const drawn = initializer([100, 200], fan, new Prng(seed));
        expect(drawn.shape).toEqual([100, 200]);
        const values = [...drawn.dataSync()];
        drawn.dispose();
        return values;
      };
      const values = draw(1);
      const mean = values.reduce((a, b) => a + b, 0) / n;
      const spread = values.reduce((a, b) => a + b * b, 0) / n;
      expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(variance / n));
      expect(Math.abs(spread / variance - 1)).toBeLessThan(5 * Math.sqrt((kurtosis - 1) / n));
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.fround(largest));
      expect(draw(1)).toEqual(values);
      expect(draw(2)).not.toEqual(values);
    });

  for (const shape of [
    [7, 7],
    [30, 8],
    [8, 30],
    [3, 3, 4, 16],
    [1, 1],
  ])
    it(`orthogonal has orthonormal rows or columns, to 1e-5, of shape [${shape}]`, () => {
      const drawn = orthogonal(2)(shape, fan, new Prng(3));
      expect(drawn.shape).toEqual(shape);
      const values = drawn.dataSync();
      const columns = shape.at(-1)!;
      const rows = drawn.size / columns;
      const count = Math.min(rows, columns);
      const at = (vector: number, k: number) =>
        values[rows < columns ? vector * columns + k : k * columns + vector]! / 2;
      for (let a = 0; a < count; a++)
        for (let b = 0; b <= a; b++) {
          let product = 0;
          for (let k = 0; k < Math.max(rows, columns); k++) product += at(a, k) * at(b, k);
          expect(Math.abs(product - (a === b ? 1 : 0))).toBeLessThan(1e-5);
        }
      drawn.dispose();
    });

  it('zeroValues, oneValues and constantValues give one value', () => {
    for (const [initializer, value] of [
      [zeroValues, 0],
      [oneValues, 1],
      [constantValues(0.25), 0.25],
    ] as const) {
      const filled = initializer([2, 3], fan, new Prng(1));
      expect([...filled.dataSync()]).toEqual(Array(6).fill(value));
      filled.dispose();
    }
  });
});

test('fans count what an output sums and what an input reaches', () => {
  expect(denseFan([784, 256])).toEqual({ in: 784, out: 256 });
  expect(convFan([4, 4, 3, 32])).toEqual({ in: 48, out: 512 });
  // 4 x 4 taps with stride 2: four of them meet in one output.
  expect(convTransposeFan([4, 4, 32, 64], 2)).toEqual({ in: 4 * 64, out: 16 * 32 });
  expect(convTransposeFan([3, 3, 5, 7], 1)).toEqual({ in: 63, out: 45 });
});
