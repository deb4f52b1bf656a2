/** Softmax cross-entropy on ids, both bodies. */

import { OptionError } from '@ferrogen/core';
import { softmaxCrossEntropy } from '@ferrogen/core/nn';
import { grad, sum, type Tensor, tensor, tensor2d } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { composedSoftmaxCrossEntropy } from '../../../packages/core/src/nn/ops/softmax-cross-entropy.ts';
import { checkOperation } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

/** Ids that jump about, all classes among them. */
function idsOf(shape: number[], classes: number): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Int32Array.from({ length: size }, (_, row) => (row * 7 + 3) % classes),
    shape,
    'int32',
  );
}

for (const [shape, reach] of [
  [[3, 5], 1],
  [[2, 3, 17], 3],
  [[1, 1], 1],
  [[0, 4], 1],
  [[2048, 64], 10],
  [[301, 1003], 30],
] as const)
  checkOperation({
    name: `softmaxCrossEntropy of [${shape}] to ${reach} in magnitude`,
    shapes: [shape],
    values: (_, uniform) => reach * (2 * uniform() - 1),
    run: (logits) => softmaxCrossEntropy(logits!, idsOf(shape.slice(0, -1), shape.at(-1)!)),
    composed: (logits) =>
      composedSoftmaxCrossEntropy(logits!, idsOf(shape.slice(0, -1), shape.at(-1)!)),
  });

overBackends((name, it) => {
  it('softmaxCrossEntropy of huge and infinite logits is what mathematics says', () => {
    const logits = tensor2d([
      [1e30, 0, -1e30],
      [0, Number.NEGATIVE_INFINITY, 0],
      [0, Number.NEGATIVE_INFINITY, 0],
      [Number.NaN, 0, 0],
    ]);
    const ids = tensor([0, 0, 1, 1], [4], 'int32');
    const losses = softmaxCrossEntropy(logits, ids).dataSync();
    expect(losses[0]).toBe(0);
    expect(losses[1]).toBeCloseTo(Math.LN2, 6);
    expect(losses[2]).toBe(Number.POSITIVE_INFINITY);
    expect(losses[3]).toBeNaN();
  });

  it('softmaxCrossEntropy never passes over an id that is no class', () => {
    const logits = tensor2d([
      [1, 2],
      [3, 4],
    ]);
    for (const id of [-1, 2]) {
      const ids = tensor([0, id], [2], 'int32');
      if (name === 'native') {
        expect(() => softmaxCrossEntropy(logits, ids)).toThrow(OptionError);
        expect(() => softmaxCrossEntropy(logits, ids)).toThrow(/row 1 has/);
      } else {
        const losses = softmaxCrossEntropy(logits, ids).dataSync();
        expect(losses[0]).toBeCloseTo(Math.log(1 + Math.E), 6);
        expect(losses[1]).toBeNaN();
        const gradient = grad((x) => sum(softmaxCrossEntropy(x, ids)))(logits).dataSync();
        expect(gradient[2]).toBeNaN();
      }
    }
  });

  it('softmaxCrossEntropy refuses ids of another shape or type', () => {
    const logits = tensor2d([[1, 2]]);
    const error = expect.objectContaining({ code: 'OPTION_INVALID', option: 'ids' });
    expect(() => softmaxCrossEntropy(logits, tensor([0, 1], [2], 'int32'))).toThrow(error);
    expect(() => softmaxCrossEntropy(logits, tensor([0], [1], 'float32'))).toThrow(error);
  });
});
