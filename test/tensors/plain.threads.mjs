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
  addN,
  all,
  any,
  argMax,
  argMin,
  cast,
  clipByValue,
  concat,
  cumsum,
  div,
  exp,
  floorDiv,
  batchNorm as frozenNorm,
  gather,
  grads,
  greater,
  logicalAnd,
  logSoftmax,
  max,
  maximum,
  mean,
  min,
  mul,
  oneHot,
  pad,
  pow,
  prod,
  reverse,
  sin,
  slice,
  softmax,
  square,
  stack,
  stridedSlice,
  sum,
  tanh,
  tensor,
  tile,
  transpose,
  unsortedSegmentSum,
  where,
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
  'comparisons and choices': () => {
    const [a, b] = [x(), uniformTensor([67, 1], 2)];
    const [above, below] = [greater(a, b), greater(b, a)];
    return [
      above,
      logicalAnd(above, below),
      where(above, a, mul(a, 2)),
      any(above, 2),
      all(below, 0),
    ];
  },
  'functions of two values': () => {
    const [a, b] = [x(), uniformTensor([33], 3)];
    return [div(a, b), maximum(a, b), pow(a, 3), sin(a), clipByValue(a, -0.5, 0.25)];
  },
  'whole numbers': () => {
    const a = cast(mul(x(), 1e9), 'int32');
    const b = add(slice(a, [0, 0, 0], [1, 67, 33]), 1);
    return [
      a,
      mul(a, b),
      add(a, b),
      floorDiv(a, b),
      greater(a, b),
      cast(a, 'bool'),
      cast(a, 'float32'),
    ];
  },
  'sums over every set of axes': () =>
    [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]].flatMap((axes) => [
      sum(x(), axes),
      mean(x(), axes),
      max(x(), axes),
    ]),
  'sums over wide and short matrices': () => [
    sum(uniformTensor([8, 100_003], 4), 0),
    mean(uniformTensor([3, 7, 30_001], 4), 1),
    min(uniformTensor([1003, 300], 4), 0),
  ],
  'a long sum': () => [sum(uniformTensor([1_000_003], 4)), prod(uniformTensor([2003, 53], 5), 0)],
  'largest of rows': () => [
    argMax(x(), 1),
    argMin(x(), 2),
    argMax(uniformTensor([5, 50_257], 1), 1),
  ],
  softmax: () => [softmax(uniformTensor([2003, 67], 6)), logSoftmax(uniformTensor([2003, 67], 6))],
  copies: () => [
    transpose(x(), [2, 0, 1]),
    reverse(x(), [0, 2]),
    tile(x(), [1, 2, 1]),
    stridedSlice(x(), [300, 0, 1], [0, 67, 33], [-1, 1, 2]),
    pad(x(), [
      [1, 0],
      [0, 3],
      [2, 2],
    ]),
    concat([x(), x()], 2),
    stack([x(), x()], 1),
  ],
  'running sums': () => [cumsum(x(), 2), cumsum(x(), 0, true, true), addN([x(), x(), x()])],
  'rows by their ids': () => {
    const ids = cast(mul(add(uniformTensor([67, 90], 9), 1), 150), 'int32');
    return [gather(x(), ids, 0), oneHot(ids, 301)];
  },
  'batch norm at inference': () =>
    frozenNorm(x(), uniformTensor([33], 1), square(uniformTensor([33], 2)), uniformTensor([33], 3)),
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
