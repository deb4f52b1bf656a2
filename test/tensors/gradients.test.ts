/**
 * Gradients of TensorFlow.js's own operations on the backend `native`, as the cpu backend has them, over random shapes. Left out is
 * what TensorFlow.js itself cannot differentiate: strided slices, products along an axis, running sums along any axis but the last.
 */

import {
  abs,
  add,
  addN,
  clipByValue,
  concat,
  cos,
  cumsum,
  div,
  elu,
  erf,
  exp,
  expm1,
  gather,
  grads,
  leakyRelu,
  log1p,
  logSoftmax,
  logSumExp,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  neg,
  oneHot,
  pad,
  pow,
  prelu,
  reciprocal,
  relu,
  relu6,
  reverse,
  selu,
  sigmoid,
  sin,
  slice,
  softmax,
  softplus,
  split,
  sqrt,
  square,
  squaredDifference,
  stack,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  tile,
  transpose,
  unsortedSegmentSum,
  unstack,
  where,
} from '@tensorflow/tfjs-core';
import { expectAsOnCpu, itNative, mixedNumbers, wholeNumbers } from '../support/against-cpu.ts';
import { Dice } from '../support/dice.ts';

/** Draws an operation's geometry: shapes of its inputs, and the operation. */
type Draw = (dice: Dice) => { shapes: number[][]; run: (...inputs: Tensor[]) => Tensor };

const CASES = 12;

const unary =
  (run: (x: Tensor) => Tensor): Draw =>
  (dice) => ({ shapes: [dice.shape(4, { empty: false })], run });

const binary =
  (run: (a: Tensor, b: Tensor) => Tensor): Draw =>
  (dice) => {
    const shape = dice.shape(5, { empty: false });
    return { shapes: [dice.broadcastable(shape), dice.broadcastable(shape)], run };
  };

/** TensorFlow.js's gradients of some operations know no broadcasting. */
const alike =
  (run: (a: Tensor, b: Tensor) => Tensor): Draw =>
  (dice) => {
    const shape = dice.shape(4, { empty: false });
    return { shapes: [shape, shape], run };
  };

const reduction =
  (run: (x: Tensor, axes: number[]) => Tensor): Draw =>
  (dice) => {
    const shape = dice.shape(4, { least: 1, empty: false });
    const axes = shape.map((_, axis) => axis).filter(() => dice.chance(0.5));
    return { shapes: [shape], run: (x) => run(x, axes) };
  };

const operations: Record<string, Draw> = {
  abs: unary(abs),
  add: binary(add),
  addN: (dice) => {
    const shape = dice.shape(4, { empty: false });
    return { shapes: [shape, shape, shape], run: (...inputs) => addN(inputs) };
  },
  clipByValue: unary((x) => clipByValue(x, -1, 2)),
  concat: (dice) => {
    const shape = dice.shape(4, { least: 1, empty: false });
    const axis = dice.below(shape.length);
    const shapes = [1, 2, 3].map(() => shape.with(axis, 1 + dice.below(9)));
    return { shapes, run: (...inputs) => concat(inputs, axis) };
  },
  cos: unary(cos),
  cumsum: (dice) => {
    const shape = dice.shape(4, { least: 1, empty: false });
    const [exclusive, reversed] = [dice.chance(0.5), dice.chance(0.5)];
    return { shapes: [shape], run: (x) => cumsum(x, shape.length - 1, exclusive, reversed) };
  },
  div: binary(div),
  elu: unary(elu),
  erf: unary(erf),
  exp: unary((x) => exp(clipByValue(x, -5, 5))),
  expm1: unary((x) => expm1(clipByValue(x, -5, 5))),
  gather: (dice) => {
    const shape = dice.shape(3, { least: 1, empty: false });
    const axis = dice.below(shape.length);
    const places = wholeNumbers(7, dice.below(1e6)).map((x) => (x >>> 1) % shape[axis]!);
    return { shapes: [shape], run: (x) => gather(x, tensor(places, [7], 'int32'), axis) };
  },
  leakyRelu: unary((x) => leakyRelu(x, 0.3)),
  log1p: unary((x) => log1p(abs(x))),
  logSoftmax: (dice) => ({
    shapes: [dice.shape(4, { least: 1, empty: false })],
    run: (x) => logSoftmax(x),
  }),
  logSumExp: reduction((x, axes) => logSumExp(x, axes)),
  max: reduction((x, axes) => max(x, axes)),
  maximum: alike(maximum),
  mean: reduction((x, axes) => mean(x, axes)),
  min: reduction((x, axes) => min(x, axes)),
  minimum: alike(minimum),
  mul: binary(mul),
  neg: unary(neg),
  'mul by a oneHot': () => ({
    shapes: [[40, 65]],
    run: (x) => mul(x, oneHot(tensor([...Array(40).keys()], [40], 'int32'), 65)),
  }),
  pad: (dice) => {
    const shape = dice.shape(4, { least: 1, empty: false });
    const paddings = shape.map((): [number, number] => [dice.below(3), dice.below(3)]);
    return { shapes: [shape], run: (x) => pad(x, paddings) };
  },
  pow: binary((a, b) => pow(add(abs(a), 0.1), clipByValue(b, -2, 2))),
  prelu: alike(prelu),
  reciprocal: unary(reciprocal),
  relu: unary(relu),
  relu6: unary(relu6),
  reverse: reduction((x, axes) => reverse(x, axes)),
  selu: unary(selu),
  sigmoid: unary(sigmoid),
  sin: unary(sin),
  slice: (dice) => {
    const shape = dice.shape(4, { least: 1, empty: false });
    const begin = shape.map((dim) => dice.below(dim));
    const size = shape.map((dim, axis) => 1 + dice.below(dim - begin[axis]!));
    return { shapes: [shape], run: (x) => slice(x, begin, size) };
  },
  softmax: (dice) => ({
    shapes: [dice.shape(4, { least: 1, empty: false })],
    run: (x) => softmax(clipByValue(x, -3, 3)),
  }),
  softplus: unary(softplus),
  split: (dice) => {
    const shape = [...dice.shape(3, { empty: false }), 6];
    return { shapes: [shape], run: (x) => split(x, [1, 2, 3], -1)[2]! };
  },
  sqrt: unary((x) => sqrt(abs(x))),
  square: unary(square),
  squaredDifference: alike(squaredDifference),
  stack: (dice) => {
    const shape = dice.shape(4, { empty: false });
    const axis = dice.below(shape.length + 1);
    return { shapes: [shape, shape], run: (a, b) => stack([a, b], axis) };
  },
  sub: binary(sub),
  sum: reduction((x, axes) => sum(x, axes)),
  tanh: unary(tanh),
  tile: (dice) => {
    const shape = dice.shape(3, { least: 1, empty: false, most: 500 });
    const reps = shape.map(() => 1 + dice.below(3));
    return { shapes: [shape], run: (x) => tile(x, reps) };
  },
  transpose: (dice) => {
    const shape = dice.shape(5, { empty: false });
    const order = dice.shuffled(shape.map((_, axis) => axis));
    return { shapes: [shape], run: (x) => transpose(x, order) };
  },
  unsortedSegmentSum: (dice) => {
    const shape = [30, ...dice.shape(2, { empty: false, most: 300 })];
    const ids = wholeNumbers(30, dice.below(1e6)).map((x) => (x >>> 1) % 9);
    return {
      shapes: [shape],
      run: (x) => unsortedSegmentSum(x, tensor(ids, [30], 'int32') as never, 9),
    };
  },
  unstack: (dice) => {
    const shape = [...dice.shape(3, { empty: false }), 3];
    return { shapes: [shape], run: (x) => unstack(x, -1)[1]! };
  },
  where: (dice) => {
    const shape = dice.shape(4, { empty: false });
    const condition = wholeNumbers(sizeOf(shape), dice.below(1e6)).map((x) => x & 1);
    return {
      shapes: [shape, shape],
      run: (a, b) => where(tensor(condition, shape, 'bool'), a, b),
    };
  },
};

for (const [name, draw] of Object.entries(operations))
  itNative(
    `${name}: gradients are those of the cpu backend, over ${CASES} random shapes`,
    async () => {
      for (let seed = 1; seed <= CASES; seed++) {
        const { shapes, run } = draw(new Dice(seed));
        const numbers = shapes.map((shape, k) => mixedNumbers(sizeOf(shape), 100 * seed + k));
        const what = `${name}, seed ${seed}: ${shapes.map((shape) => `[${shape}]`).join(' ')}`;
        await expectAsOnCpu(what, 'largest', () => {
          const inputs = shapes.map((shape, k) => tensor(numbers[k]!, shape));
          return grads((...xs: Tensor[]) => weightedSum(run(...xs)))(inputs);
        });
      }
    },
  );

/** A number that depends on every value of y. */
function weightedSum(y: Tensor): Tensor {
  const weights = Float32Array.from({ length: y.size }, (_, k) => Math.cos(3 * k + 1));
  return sum(mul(y, tensor(weights, y.shape)));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
