/** Products of matrices, embeddings, splits and pooling with their gradients, on every backend against TensorFlow.js's cpu backend. */

import {
  add,
  broadcastTo,
  clipByValue,
  concat,
  gather,
  matMul,
  maxPool,
  mul,
  oneHot,
  randomUniform,
  reshape,
  split,
  type Tensor,
  type Tensor4D,
  tensor1d,
  unsortedSegmentSum,
  unstack,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { checkOperation, type OperationCase } from '../support/operation-check.ts';
import { overBackends } from '../support/tensor-backends.ts';

/** An operation that is the same on every backend; its gradients come from TensorFlow.js. */
function check(
  name: string,
  shapes: OperationCase['shapes'],
  run: OperationCase['run'],
  values?: OperationCase['values'],
): void {
  const more = values === undefined ? {} : { values };
  checkOperation({ name, shapes, run, composed: run, finiteDifferences: false, ...more });
}

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const product = (a: Tensor, b: Tensor): Tensor => matMul(a, b, transposeA, transposeB);
    const left = (...batch: number[]) => [...batch, ...(transposeA ? [7, 5] : [5, 7])];
    const right = (...batch: number[]) => [...batch, ...(transposeB ? [6, 7] : [7, 6])];
    const how = `${transposeA ? 'transposed' : 'plain'} by ${transposeB ? 'transposed' : 'plain'}`;
    check(`matMul, ${how}`, [left(), right()], product as OperationCase['run']);
    check(
      `matMul of 6 matrices, ${how}`,
      [left(2, 3), right(2, 3)],
      product as OperationCase['run'],
    );
  }
}
check(
  'matMul of [67, 129] by [129, 65]',
  [
    [67, 129],
    [129, 65],
  ],
  (a, b) => matMul(a!, b!),
);

const ids = tensor1d([3, 0, 3, 4, 1, 3], 'int32');
check('gather of rows', [[5, 7]], (table) => gather(table!, ids));
check('gather of rows of matrices', [[5, 2, 3]], (table) => gather(table!, ids));
check('gather along axis 1', [[4, 5, 2]], (x) => gather(x!, ids, 1));
check('unsortedSegmentSum with an id below zero', [[6, 3]], (x) =>
  unsortedSegmentSum(x! as Tensor, tensor1d([2, -1, 0, 2, 0, 3], 'int32'), 4),
);

check('split into equal parts of the last axis', [[3, 4, 6]], (x) => {
  const [q, k, v] = split(x!, 3, -1);
  return add(mul(q!, k!), v!);
});
check('split into parts of 1, 2 and 3 of axis 1', [[2, 6, 5]], (x) =>
  concat(
    split(x!, [1, 2, 3], 1).map((part) => mul(part, part)),
    1,
  ),
);
check('split into a part of no length', [[2, 3]], (x) => concat(split(x!, [0, 3], 1), 1));
for (const axis of [0, 1, 2])
  check(`unstack along axis ${axis}`, [[3, 4, 5]], (x) => {
    const [first, second] = unstack(x!, axis);
    return mul(first!, second!);
  });

const pooled = (pad: 'same' | 'valid') => (x?: Tensor) => maxPool(x as Tensor4D, 3, 2, pad);
check('maxPool, valid', [[2, 9, 8, 3]], pooled('valid'));
check('maxPool of values below zero, same', [[2, 9, 8, 3]], pooled('same'), (_, u) => -u());
check('reshape of products', [[4, 6]], (x) => reshape(mul(x!, x!), [2, 12]));

overBackends((name, it) => {
  // TensorFlow.js's own cpu backend takes the wrong matrices here.
  if (name !== 'cpu')
    it('matMul repeats the matrices of either side where batches are broadcast', async () => {
      for (const [ofA, ofB, both] of [
        [
          [2, 1],
          [1, 2],
          [2, 2],
        ],
        [[2, 1], [3], [2, 3]],
        [[3], [2, 1], [2, 3]],
        [
          [4, 1, 2],
          [1, 3, 1],
          [4, 3, 2],
        ],
      ] as const) {
        const a = randomUniform([...ofA, 5, 7], -1, 1, 'float32', 1);
        const b = randomUniform([...ofB, 7, 6], -1, 1, 'float32', 2);
        const repeated = matMul(broadcastTo(a, [...both, 5, 7]), broadcastTo(b, [...both, 7, 6]));
        const product = matMul(a, b);
        expect(product.shape).toEqual([...both, 5, 6]);
        expect(await product.data()).toEqual(await repeated.data());
      }
    });

  it('oneHot in float32 holds the values it was given', async () => {
    const values = await oneHot(tensor1d([1, -1, 2, 3], 'int32'), 3, 1, -0.5, 'float32').data();
    expect([...values]).toEqual([-0.5, 1, -0.5, -0.5, -0.5, -0.5, -0.5, -0.5, 1, -0.5, -0.5, -0.5]);
  });

  it('clipByValue lets NaN through', async () => {
    const values = await clipByValue(tensor1d([-3, Number.NaN, 0.5, 7]), -1, 1).data();
    expect([...values]).toEqual([-1, Number.NaN, 0.5, 1]);
  });
});
