/** The Gaussian error linear unit, both bodies of both forms. */

import { gelu } from '@ferrogen/core/nn';
import { tensor1d } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { composedGelu } from '../../../packages/core/src/nn/ops/gelu.ts';
import { checkOperation, expectClose } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

for (const approximate of ['tanh', 'none'] as const) {
  checkOperation({
    name: `gelu (${approximate}) of [2, 3, 5]`,
    shapes: [[2, 3, 5]],
    run: (x) => gelu(x, { approximate }),
    composed: (x) => composedGelu(x, { approximate }),
  });
  checkOperation({
    name: `gelu (${approximate}) of 100,003 values to 8 in magnitude`,
    shapes: [[100_003]],
    values: (_, uniform) => 16 * uniform() - 8,
    run: (x) => gelu(x, { approximate }),
    composed: (x) => composedGelu(x, { approximate }),
  });
}

describe('gelu', () => {
  overBackends((_, it) => {
    it('gelu gives the values of torch.nn.functional.gelu, in tanh form unless told otherwise', () => {
      const x = tensor1d([-3, -1, 0, 0.5, 2]);
      const tanh = [-0.003637392, -0.158808009, 0, 0.34571401, 1.954597694];
      const exact = [-0.004049694, -0.158655254, 0, 0.345731231, 1.954499736];
      expectClose(gelu(x).dataSync(), tanh, 2e-7, 'the tanh form');
      expectClose(gelu(x, { approximate: 'none' }).dataSync(), exact, 2e-7, 'the exact form');
    });

    it('gelu of infinity is infinity, and of NaN no number', () => {
      const x = tensor1d([Number.POSITIVE_INFINITY, Number.NaN]);
      for (const approximate of ['tanh', 'none'] as const)
        expect([...gelu(x, { approximate }).dataSync()]).toEqual([...x.dataSync()]);
    });
  });
});
