/** Layer normalisation, both bodies. */

import { layerNorm } from '@ferrogen/core/nn';
import { ones, tensor, zeros } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { composedLayerNorm } from '../../../packages/core/src/nn/ops/layer-norm.ts';
import { checkOperation, expectClose } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

for (const [rows, size] of [
  [[2, 3], 5],
  [[4], 16],
  [[1000], 129],
  [[7], 20_001],
] as const)
  checkOperation({
    name: `layerNorm of [${rows}, ${size}]`,
    shapes: [[...rows, size], [size], [size]],
    run: (x, weight, bias) => layerNorm(x, weight, bias),
    composed: (x, weight, bias) => composedLayerNorm(x, weight, bias),
  });

checkOperation({
  name: 'layerNorm with a large epsilon',
  shapes: [[3, 4], [4], [4]],
  run: (x, weight, bias) => layerNorm(x, weight, bias, { epsilon: 0.5 }),
  composed: (x, weight, bias) => composedLayerNorm(x, weight, bias, { epsilon: 0.5 }),
});

describe('layerNorm', () => {
  overBackends((_, it) => {
    it('layerNorm of a row far from 0 keeps its deviations', () => {
      const x = tensor([[4095, 4097, 4095, 4097]]);
      const y = layerNorm(x, ones([4]), zeros([4]), { epsilon: 0 });
      expectClose(y.dataSync(), [-1, 1, -1, 1], 1e-6, 'the scores');
    });

    it('layerNorm of no rows has none', () => {
      expect(layerNorm(zeros([0, 4]), ones([4]), zeros([4])).shape).toEqual([0, 4]);
    });

    it('layerNorm keeps a value that is not a number to its row', () => {
      const x = tensor([
        [1, Number.NaN],
        [0, 2],
      ]);
      const y = layerNorm(x, ones([2]), zeros([2]), { epsilon: 0 });
      expect([...y.dataSync()]).toEqual([Number.NaN, Number.NaN, -1, 1]);
    });

    it('layerNorm refuses parameters of another size, and says which', () => {
      expect(() => layerNorm(zeros([2, 3]), ones([4]), zeros([3]))).toThrow(
        'layerNorm: weight has one value for each of the last axis of x; weight is [4] and x is [2,3]',
      );
    });
  });
});
