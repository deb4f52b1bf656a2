/**
 * One training step of a tiny network, whose numbers are known: an embedding, a convolution, a rectifier and a dense layer,
 * forward, backward and the update. All values are whole numbers or halves, so that float32 has them exactly.
 */

import '@ferrogen/tfjs-gradients';
import {
  conv2d,
  gather,
  matMul,
  memory,
  mul,
  relu,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor,
  tensor1d,
  tidy,
  valueAndGrads,
} from '@tensorflow/tfjs-core';

/** Shapes of the table, the filter and the dense layer. */
const SHAPES = [
  [3, 4],
  [3, 3, 1, 2],
  [8, 2],
];

/** The loss, and the parameters after one step of gradient descent at rate 1/2. */
const EXPECTED = [
  { name: 'the loss', values: [45] },
  { name: 'the table', values: [-2, 0, -10, -19, -23, -5, 42, -1, 17, -5, -11, 72] },
  {
    name: 'the filter',
    values: [-47, 0, -7, -13, 19, 22, 15, -22, 35, 55, -2, 0, -22, 11, 1, -2, 0, 2],
  },
  {
    name: 'the dense layer',
    values: [-2, 0, 2, -1, 7, -5, 30, -13, 23, -11, 16, -9, 14, -7, 13, -8],
  },
];

/** Largest error allowed, in units of the largest value: cards that round products to 11 bits pass, a wrong kernel does not. */
const TOLERANCE = 1e-3;

/**
 * Trains one step on the backend in use.
 *
 * @throws Error if a number differs, a tensor is left over or a kernel is missing; the message says which
 */
export async function selfTest(): Promise<void> {
  const before = memory().numTensors;
  const outputs = tidy(trainingStep);
  try {
    for (const [index, { name, values }] of EXPECTED.entries()) {
      const seen = await outputs[index]!.data();
      const scale = Math.max(...values.map(Math.abs));
      values.forEach((value, k) => {
        if (Math.abs(seen[k]! - value) <= TOLERANCE * scale) return;
        throw new Error(`its self-test gives ${seen[k]} instead of ${value} in ${name}[${k}]`);
      });
    }
  } finally {
    for (const output of outputs) output.dispose();
  }
  const left = memory().numTensors - before;
  if (left !== 0) throw new Error(`its self-test leaves ${left} tensors behind`);
}

function trainingStep(): Tensor[] {
  const parameters = SHAPES.map((shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return tensor(
      Array.from({ length: size }, (_, k) => ((7 * k) % 5) - 2),
      shape,
      'float32',
    );
  });
  const { value, grads } = valueAndGrads(lossOf)(parameters);
  return [value, ...parameters.map((parameter, k) => sub(parameter, mul(0.5, grads[k]!)))];
}

function lossOf(table: Tensor, filter: Tensor, dense: Tensor): Tensor {
  const ids = tensor1d([2, 0, 2, 1], 'int32');
  const image = reshape(gather(table, ids), [1, 4, 4, 1]) as Tensor4D;
  const features = relu(conv2d(image, filter as Tensor4D, 2, 'same')); // [1, 2, 2, 2]
  const outputs = matMul(reshape(features, [1, 8]) as Tensor2D, dense as Tensor2D); // [1, 2]
  return sum(square(sub(outputs, 3)));
}
