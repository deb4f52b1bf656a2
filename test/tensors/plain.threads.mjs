/** Plain kernels, norms, losses, updates and random numbers, large enough for several threads; see plain.threads.test.ts. */

import { Prng } from '@ferrogen/core';
import {
  adam,
  batchNorm,
  differentiate,
  disposeAll,
  dropout,
  gelu,
  layerNorm,
  parameter,
  randomNormal,
  sigmoidCrossEntropy,
} from '@ferrogen/core/nn';
import {
  add,
  argMax,
  concat,
  cumsum,
  exp,
  grads,
  logSoftmax,
  max,
  mean,
  mul,
  prod,
  softmax,
  square,
  sum,
  tanh,
  tensor,
  transpose,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import { report, uniformTensor } from '../support/thread-report.mjs';

const x = () => uniformTensor([301, 67, 33], 1);

/** Gradients of the sum of f's values, weighted. */
function gradients(f, ...shapes) {
  const inputs = shapes.map((shape, index) => uniformTensor(shape, index + 1));
  const weights = uniformTensor(f(...inputs).shape, 99);
  return grads((...xs) => sum(mul(f(...xs), weights)))(inputs);
}

/** A weight after three updates of Adam. */
function updated() {
  const weight = parameter(uniformTensor([100_003], 1));
  const variables = new Map([['weight', weight]]);
  const optimizer = adam(variables, { clip: { norm: 0.1 } });
  for (let step = 0; step < 3; step++) {
    const { loss, gradients } = differentiate(() => mean(square(weight)), variables);
    optimizer.apply(gradients);
    loss.dispose();
    disposeAll(gradients);
  }
  return weight.clone();
}

await report({
  elementwise: () => tanh(exp(mul(x(), 3))),
  broadcast: () => [add(x(), uniformTensor([67, 1], 2)), mul(x(), uniformTensor([33], 3))],
  'sums over every set of axes': () =>
    [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]].flatMap((axes) => [
      sum(x(), axes),
      mean(x(), axes),
      max(x(), axes),
    ]),
  'a long sum': () => [sum(uniformTensor([1_000_003], 4)), prod(uniformTensor([2003, 53], 5), 0)],
  'largest of rows': () => argMax(x(), 1),
  softmax: () => [softmax(uniformTensor([2003, 67], 6)), logSoftmax(uniformTensor([2003, 67], 6))],
  copies: () => [transpose(x(), [2, 0, 1]), concat([x(), x()], 2), cumsum(x(), 2)],
  'segment sums': () => {
    const ids = tensor(
      Int32Array.from({ length: 5003 }, (_, row) => (row * 7919) % 101),
      [5003],
      'int32',
    );
    return unsortedSegmentSum(uniformTensor([5003, 67], 7), ids, 101);
  },
  gelu: () => gradients(gelu, [301, 1003]),
  'layer norm': () => gradients((x, w, b) => layerNorm(x, w, b), [1003, 131], [131], [131]),
  'batch norm of many rows': () =>
    gradients((x, w, b) => batchNorm(x, w, b, { slope: 0.2 }).y, [12_545, 33], [33], [33]),
  'batch norm of many channels': () =>
    gradients((x, w, b) => batchNorm(x, w, b).y, [65, 3137], [3137], [3137]),
  'sigmoid cross-entropy': () => gradients((x) => sigmoidCrossEntropy(x, 1), [301, 1003]),
  'updates of Adam, clipped': updated,
  'random numbers': () => randomNormal([200_003], new Prng(1)),
  dropout: () => dropout(uniformTensor([200_003], 8), 0.3, new Prng(2)),
});
