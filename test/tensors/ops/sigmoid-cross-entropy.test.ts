/** Sigmoid cross-entropy, both bodies. */

import { sigmoidCrossEntropy } from '@ferrogen/core/nn';
import { grad, sum, type Tensor, tensor1d, zeros } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { composedSigmoidCrossEntropy } from '../../../packages/core/src/nn/ops/sigmoid-cross-entropy.ts';
import { checkOperation, expectClose } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

const both = { run: sigmoidCrossEntropy, composed: composedSigmoidCrossEntropy } as Record<
  'run' | 'composed',
  (...inputs: Tensor[]) => Tensor
>;

for (const shapes of [
  [
    [3, 5],
    [3, 5],
  ],
  [[4, 7], []],
  [[100_003], [100_003]],
  [[100_003], []],
])
  checkOperation({
    name: `sigmoidCrossEntropy of [${shapes[0]}] with labels [${shapes[1]}]`,
    shapes,
    values: (index, uniform) => (index === 0 ? 20 * uniform() - 10 : uniform()),
    ...both,
    // A scalar label's gradient is the sum of 100,003 terms that nearly cancel.
    tolerance: shapes[1]!.length === 0 && shapes[0]![0]! > 1000 ? 1e-4 : 1e-5,
  });

for (const label of [0, 1, 0.9])
  checkOperation({
    name: `sigmoidCrossEntropy of [100, 701] with ${label} for all labels`,
    shapes: [[100, 701]],
    values: (_, uniform) => 20 * uniform() - 10,
    run: (logits) => sigmoidCrossEntropy(logits, label),
    composed: (logits) => composedSigmoidCrossEntropy(logits, label),
  });

describe('sigmoidCrossEntropy', () => {
  overBackends((_, it) => {
    it('sigmoidCrossEntropy of huge logits is finite, and |x| where they are wrong', () => {
      const losses = sigmoidCrossEntropy(tensor1d([-1e30, -100, 0, 100, 1e30]), 1).dataSync();
      expectClose(losses, [Math.fround(1e30), 100, Math.LN2, 0, 0], 1e-6, 'the losses');
      expect([...losses.slice(1, 4)].every(Number.isFinite)).toBe(true);
      expectClose(losses.slice(1, 4), [100, Math.LN2, 0], 1e-6, 'the losses of small logits');
    });

    it('sigmoidCrossEntropy has the gradient 1/2 - z at a logit of 0', () => {
      const gradient = grad((logits) => sum(sigmoidCrossEntropy(logits, 1)))(zeros([2]));
      expect([...gradient.dataSync()]).toEqual([-0.5, -0.5]);
    });

    it('sigmoidCrossEntropy of no logits has no losses', () => {
      expect(sigmoidCrossEntropy(zeros([0, 3]), 1).shape).toEqual([0, 3]);
    });

    it('sigmoidCrossEntropy refuses labels of another shape', () => {
      expect(() => sigmoidCrossEntropy(zeros([2, 1]), zeros([2]))).toThrow(
        'there is one label for each logit, or one for all; labels are [2] and logits [2,1]',
      );
    });
  });
});
