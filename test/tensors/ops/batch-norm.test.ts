/** Batch normalisation, both bodies. */

import { batchNorm, batchNormInference } from '@ferrogen/core/nn';
import {
  add,
  grad,
  mul,
  ones,
  square,
  sum,
  type Tensor,
  tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { composedBatchNorm } from '../../../packages/core/src/nn/ops/batch-norm.ts';
import { checkOperation, expectClose } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

const cases: readonly { shape: readonly number[]; epsilon?: number; slope?: number }[] = [
  { shape: [4, 3] },
  { shape: [2, 2, 2, 5], slope: 0.2 },
  { shape: [2, 3, 4], slope: 0, epsilon: 0.1 },
  { shape: [5001, 1] },
  { shape: [5001, 17], slope: 0 },
  { shape: [16, 14, 14, 32], slope: 0.2 },
  { shape: [64, 3137], slope: 0.2 },
];

for (const { shape, ...options } of cases) {
  const channels = shape.at(-1)!;
  checkOperation({
    name: `batchNorm of [${shape}] with ${JSON.stringify(options)}`,
    shapes: [shape, [channels], [channels]],
    run: (x, weight, bias) => batchNorm(x, weight, bias, options).y,
    composed: (x, weight, bias) => composedBatchNorm(x, weight, bias, options).y,
  });
}

checkOperation({
  name: 'batchNormInference of [3, 2, 4]',
  shapes: [[3, 2, 4], [4], [4], [4], [4]],
  values: (index, uniform) => (index === 4 ? 0.5 + uniform() : 2 * uniform() - 1),
  run: (...inputs) => batchNormInference(...(inputs as Five), { slope: 0.2 }),
  composed: (...inputs) => batchNormInference(...(inputs as Five), { slope: 0.2 }),
});

type Five = [Tensor, Tensor, Tensor, Tensor, Tensor];

describe('batchNorm', () => {
  overBackends((_, it) => {
    it('batchNorm gives mean and biased variance, also far from 0', () => {
      const x = tensor([4095, -10, 4097, 10, 4095, -10, 4097, 10], [4, 2]);
      const { y, mean, variance } = batchNorm(x, ones([2]), zeros([2]), { epsilon: 0 });
      expectClose(mean.dataSync(), [4096, 0], 1e-7, 'the means');
      expectClose(variance.dataSync(), [1, 100], 1e-7, 'the variances');
      expectClose(y.dataSync(), [-1, -1, 1, 1, -1, -1, 1, 1], 1e-6, 'the scores');
    });

    it('batchNormInference with the moments of a batch is batchNorm of it', () => {
      const x = tensor([1, 2, 3, 5, 8, 13], [3, 2]);
      const [weight, bias] = [tensor([2, 3]), tensor([-1, 1])];
      const { y, mean, variance } = batchNorm(x, weight, bias, { slope: 0.1 });
      const again = batchNormInference(x, weight, bias, mean, variance, { slope: 0.1 });
      expectClose(again.dataSync(), y.dataSync(), 1e-6, 'the values');
    });

    it('batchNorm: no gradient goes through the moments, on any backend', () => {
      const x = tensor([1, 2, 3, 5, 8, 13], [3, 2]);
      const [weight, bias] = [tensor([2, 3]), tensor([-1, 1])];
      const gradientOf = (useMoments: boolean) =>
        grad((x: Tensor) => {
          const { y, mean, variance } = batchNorm(x, weight, bias);
          const moments = sum(add(mean, mul(variance, 3)));
          return add(sum(square(y)), useMoments ? moments : 0);
        })(x).dataSync();
      expect(gradientOf(true)).toEqual(gradientOf(false));
    });

    it('batchNorm of no rows has none, and mean 0 as everywhere in TensorFlow.js', () => {
      const { y, mean, variance } = batchNorm(zeros([0, 2]), ones([2]), zeros([2]));
      expect(y.shape).toEqual([0, 2]);
      expect([...mean.dataSync(), ...variance.dataSync()]).toEqual([0, 0, 0, 0]);
    });

    it('batchNorm keeps a value that is not a number to its channel', () => {
      const { y } = batchNorm(tensor([Number.NaN, 0, 1, 2], [2, 2]), ones([2]), zeros([2]), {
        epsilon: 0,
        slope: 0.5,
      });
      expect([...y.dataSync()]).toEqual([Number.NaN, -0.5, Number.NaN, 1]);
    });

    it('batchNorm refuses parameters of another size, and says which', () => {
      expect(() => batchNorm(zeros([2, 3]), ones([3]), zeros([1, 3]))).toThrow(
        'batchNorm: bias has one value for each of the last axis of x; bias is [1,3] and x is [2,3]',
      );
    });
  });
});
