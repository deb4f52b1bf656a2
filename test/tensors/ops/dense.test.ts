/** A dense layer's product, both bodies; and its activations. */

import { type Activation, activate, dense } from '@ferrogen/core/nn';
import {
  grads,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import {
  activationGradient,
  composedActivationGradient,
} from '../../../packages/core/src/nn/ops/activation.ts';
import { composedDense } from '../../../packages/core/src/nn/ops/dense.ts';
import { checkOperation } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

const body =
  (f: typeof dense, activation: Activation) =>
  (x: Tensor, weight: Tensor, bias?: Tensor): Tensor =>
    f(x, weight as Tensor2D, (bias ?? null) as Tensor1D | null, { activation });

/** Where it has one, finite differences would step over it. */
const hasNoKink = (activation: Activation) => !['relu', 'leakyRelu'].includes(activation);

for (const activation of ['linear', 'relu', 'leakyRelu', 'tanh', 'sigmoid'] as const)
  checkOperation({
    name: `dense of [2, 3, 5] to 4 with ${activation}`,
    shapes: [[2, 3, 5], [5, 4], [4]],
    run: body(dense, activation),
    composed: body(composedDense, activation),
    twice: true,
    finiteDifferences: hasNoKink(activation),
  });
checkOperation({
  name: 'dense of [3, 5] to 4 with gelu',
  shapes: [[3, 5], [5, 4], [4]],
  run: body(dense, 'gelu'),
  composed: body(composedDense, 'gelu'),
});
checkOperation({
  name: 'dense of [65, 301] to 129 without bias',
  shapes: [
    [65, 301],
    [301, 129],
  ],
  run: body(dense, 'tanh'),
  composed: body(composedDense, 'tanh'),
  twice: true,
});
checkOperation({
  name: 'dense of [300, 128] to 130',
  shapes: [[300, 128], [128, 130], [130]],
  run: body(dense, 'leakyRelu'),
  composed: body(composedDense, 'leakyRelu'),
});
checkOperation({
  name: 'dense of no rows',
  shapes: [[0, 5], [5, 4], [4]],
  run: body(dense, 'relu'),
  composed: body(composedDense, 'relu'),
});

for (const activation of ['relu', 'leakyRelu', 'tanh', 'sigmoid'] as const) {
  const settings = { activation, slope: 0.3 };
  checkOperation({
    name: `activationGradient of ${activation}`,
    shapes: [
      [7, 11],
      [7, 11],
    ],
    run: (dy, y) => activationGradient(dy!, y!, activation, settings.slope),
    composed: (dy, y) => composedActivationGradient(dy!, y!, activation, settings.slope),
    twice: true,
    finiteDifferences: hasNoKink(activation),
  });
  checkOperation({
    name: `activate with ${activation} is what its gradient belongs to`,
    shapes: [[7, 11]],
    run: (x) => activate(x!, settings),
    composed: (x) => activate(x!, settings),
    twice: true,
    finiteDifferences: hasNoKink(activation),
  });
}

overBackends((_, it) => {
  it('dense: an input that is not differentiated costs no kernel', () => {
    const [x, w] = [tensor([[1, 2]]), tensor([[3], [4]])];
    const [dw] = grads((weight: Tensor) => sum(dense(x, weight as Tensor2D, null)))([w]);
    expect([...dw!.dataSync()]).toEqual([1, 2]);
  });

  it('dense: a leaky slope below 0 is differentiated from the input', () => {
    const x = tensor([[1, -2]]);
    const identity = tensor([1, 0, 0, 1], [2, 2]) as Tensor2D;
    const options = { activation: 'leakyRelu', slope: -1 } as const;
    expect([...dense(x, identity, null, options).dataSync()]).toEqual([1, 2]);
    const [dx] = grads((input: Tensor) => sum(dense(input, identity, null, options)))([x]);
    expect([...dx!.dataSync()]).toEqual([1, -1]);
  });

  it('dense: shapes that do not fit are named', () => {
    const x = tensor([1, 2, 3, 4], [2, 2]) as Tensor2D;
    const weight = tensor([1, 2, 3], [3, 1]) as Tensor2D;
    expect(() => dense(x, weight, null)).toThrow('x [2,2] by weight [3,1]');
    expect(() => dense(x, x, tensor([1]) as Tensor1D)).toThrow('bias [1] to [..., 2]');
  });
});
