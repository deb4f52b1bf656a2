/** Kernels of the backend `native` over random shapes of rank 0 to 6, as the cpu backend has them: each kernel over many draws. */

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
  equal,
  floorDiv,
  gather,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  logSoftmax,
  max,
  maximum,
  mean,
  min,
  minimum,
  mod,
  mul,
  notEqual,
  oneHot,
  pad,
  pow,
  prelu,
  prod,
  reverse,
  slice,
  softmax,
  split,
  squaredDifference,
  stack,
  sub,
  sum,
  type Tensor,
  tensor,
  tile,
  transpose,
  unsortedSegmentSum,
  unstack,
  where,
} from '@tensorflow/tfjs-core';
import {
  type Agreement,
  expectAsOnCpu,
  itNative,
  mixedNumbers,
  wholeNumbers,
} from '../support/against-cpu.ts';
import { Dice } from '../support/dice.ts';

/** Draws a case: what to compute, with its geometry in words. */
type Draw = (dice: Dice) => { what: string; compute: () => Tensor | Tensor[] };

const CASES = 40;

/** A tensor of that shape and type, special values among its own. */
function values(dice: Dice, shape: number[], dtype: 'bool' | 'float32' | 'int32' = 'float32') {
  const [size, seed] = [sizeOf(shape), dice.below(1e6)];
  const numbers =
    dtype === 'float32'
      ? mixedNumbers(size, seed, true)
      : dtype === 'int32'
        ? wholeNumbers(size, seed)
        : wholeNumbers(size, seed).map((x) => x & 1);
  return () => tensor(numbers, shape, dtype);
}

const anyType = (dice: Dice) =>
  dice.pick(['float32', 'float32', 'float32', 'int32', 'bool'] as const);
const floatOrInt = (dice: Dice) => dice.pick(['float32', 'float32', 'int32'] as const);

const binary =
  (
    run: (a: Tensor, b: Tensor) => Tensor,
    dtypes: (dice: Dice) => 'bool' | 'float32' | 'int32',
  ): Draw =>
  (dice) => {
    const shape = dice.shape(6);
    const [a, b] = [dice.broadcastable(shape), dice.broadcastable(shape)];
    const dtype = dtypes(dice);
    const [x, y] = [values(dice, a, dtype), values(dice, b, dtype)];
    return { what: `${dtype} [${a}] and [${b}]`, compute: () => run(x(), y()) };
  };

const reduction =
  (
    run: (x: Tensor, axes: number[] | undefined, keepDims: boolean) => Tensor,
    draw: (dice: Dice, shape: number[]) => () => Tensor,
  ): Draw =>
  (dice) => {
    const shape = dice.shape(6);
    const axes = dice.chance(0.2) ? undefined : dice.some(shape.map((_, axis) => axis));
    const keepDims = dice.chance(0.5);
    const x = draw(dice, shape);
    return { what: `[${shape}] along ${axes}`, compute: () => run(x(), axes, keepDims) };
  };

/** Truth values, one in 40 unlike the others. */
const truths = (dice: Dice, shape: number[]) => {
  const common = dice.below(2);
  const numbers = wholeNumbers(sizeOf(shape), dice.below(1e6)).map((x) =>
    x % 40 === 0 ? 1 - common : common,
  );
  return () => tensor(numbers, shape, 'bool');
};

/** Numbers without special ones, whose sums would be NaN; or whole numbers. */
const tame = (dice: Dice, shape: number[]) => {
  if (dice.chance(0.2)) return values(dice, shape, 'int32');
  const numbers = mixedNumbers(sizeOf(shape), dice.below(1e6));
  return () => tensor(numbers, shape);
};

/** Numbers whose product neither overflows nor vanishes. */
const nearOne = (dice: Dice, shape: number[]) => {
  const numbers = mixedNumbers(sizeOf(shape), dice.below(1e6)).map((x) => 1 + 1e-5 * x);
  return () => tensor(numbers, shape);
};

const place =
  (run: (x: Tensor, axis: number) => Tensor): Draw =>
  (dice) => {
    const shape = dice.shape(6, { least: 1, empty: false });
    const axis = dice.below(shape.length);
    const x = values(dice, shape, floatOrInt(dice));
    return { what: `[${shape}] along ${axis}`, compute: () => run(x(), axis) };
  };

const kernels: Record<string, readonly [Agreement, Draw]> = {
  add: ['each', binary(add, anyType)],
  sub: ['each', binary(sub, floatOrInt)],
  mul: ['each', binary(mul, floatOrInt)],
  div: ['each', binary(div, floatOrInt)],
  maximum: ['exact', binary(maximum, anyType)],
  minimum: ['exact', binary(minimum, anyType)],
  mod: ['each', binary(mod, floatOrInt)],
  // Of floats, the cpu backend makes int32 too.
  floorDiv: ['exact', binary(floorDiv, floatOrInt)],
  pow: ['each', binary(pow, floatOrInt)],
  prelu: ['each', binary(prelu, () => 'float32')],
  squaredDifference: ['each', binary(squaredDifference, floatOrInt)],
  equal: ['exact', binary(equal, anyType)],
  notEqual: ['exact', binary(notEqual, anyType)],
  greater: ['exact', binary(greater, anyType)],
  greaterEqual: ['exact', binary(greaterEqual, anyType)],
  less: ['exact', binary(less, anyType)],
  lessEqual: ['exact', binary(lessEqual, anyType)],
  logicalAnd: ['exact', binary(logicalAnd, () => 'bool')],
  logicalOr: ['exact', binary(logicalOr, () => 'bool')],
  where: [
    'exact',
    (dice) => {
      const shape = dice.shape(6);
      const [a, b, c] = [0, 1, 2].map(() => dice.broadcastable(shape)) as [
        number[],
        number[],
        number[],
      ];
      const dtype = anyType(dice);
      const [condition, yes, no] = [
        values(dice, a, 'bool'),
        values(dice, b, dtype),
        values(dice, c, dtype),
      ];
      return {
        what: `${dtype} [${a}] [${b}] [${c}]`,
        compute: () => where(condition(), yes(), no()),
      };
    },
  ],
  cast: [
    'exact',
    (dice) => {
      const shape = dice.shape(6);
      const [from, to] = [anyType(dice), anyType(dice)];
      const x = values(dice, shape, from);
      return { what: `${from} [${shape}] to ${to}`, compute: () => cast(x(), to) };
    },
  ],
  clipByValue: [
    'exact',
    (dice) => {
      const shape = dice.shape(6);
      const low = dice.pick([-1.1, 0, -Infinity, -1e-40, 0.3]);
      const high = dice.pick([0.3, 6, Infinity, 1e38]);
      const x = values(dice, shape, floatOrInt(dice));
      return { what: `[${shape}] to ${low} ${high}`, compute: () => clipByValue(x(), low, high) };
    },
  ],
  softmax: [
    'each',
    (dice) => {
      const shape = dice.shape(6, { least: 1 });
      const x = values(dice, shape);
      return { what: `[${shape}]`, compute: () => softmax(x()) };
    },
  ],
  logSoftmax: [
    'largest',
    (dice) => {
      const shape = dice.shape(6, { least: 1, empty: false });
      const numbers = mixedNumbers(sizeOf(shape), dice.below(1e6));
      return { what: `[${shape}]`, compute: () => logSoftmax(tensor(numbers, shape)) };
    },
  ],
  argMax: ['exact', place(argMax)],
  argMin: ['exact', place(argMin)],
  all: ['exact', reduction(all, truths)],
  any: ['exact', reduction(any, truths)],
  max: ['exact', reduction(max, tame)],
  min: ['exact', reduction(min, tame)],
  mean: ['largest', reduction(mean, tame)],
  prod: ['each', reduction(prod, nearOne)],
  sum: ['largest', reduction(sum, tame)],
  cumsum: [
    'each',
    (dice) => {
      const shape = dice.shape(6, { least: 1 });
      const [axis, exclusive, reversed] = [
        dice.below(shape.length),
        dice.chance(0.5),
        dice.chance(0.5),
      ];
      const x = values(dice, shape, floatOrInt(dice));
      return {
        what: `[${shape}] along ${axis}`,
        compute: () => cumsum(x(), axis, exclusive, reversed),
      };
    },
  ],
  // The cpu backend adds to 0 even a single -0; adding 0 makes both 0.
  addN: [
    'each',
    (dice) => {
      const shape = dice.shape(6);
      const dtype = floatOrInt(dice);
      const inputs = Array.from({ length: 1 + dice.below(4) }, () => values(dice, shape, dtype));
      return {
        what: `${inputs.length} of [${shape}]`,
        compute: () => add(addN(inputs.map((x) => x())), 0),
      };
    },
  ],
  gather: [
    'exact',
    (dice) => {
      const shape = dice.shape(4, { least: 1, empty: false });
      const axis = dice.below(shape.length);
      const batchDims = dice.below(Math.min(axis, 2) + 1);
      const picks = [...shape.slice(0, batchDims), ...dice.shape(2, { most: 50 })];
      const places = wholeNumbers(sizeOf(picks), dice.below(1e6)).map(
        (x) => (x >>> 1) % shape[axis]!,
      );
      const x = values(dice, shape, anyType(dice));
      return {
        what: `[${shape}] along ${axis} at [${picks}], ${batchDims} batch dimensions`,
        compute: () => gather(x(), tensor(places, picks, 'int32'), axis, batchDims),
      };
    },
  ],
  unsortedSegmentSum: [
    'each',
    (dice) => {
      const shape = dice.shape(4, { least: 1 });
      const segments = 1 + dice.below(9);
      const ids = wholeNumbers(shape[0]!, dice.below(1e6)).map(
        (x) => ((x >>> 1) % (segments + 2)) - 1,
      );
      // Quarters are summed without rounding.
      const numbers = mixedNumbers(sizeOf(shape), dice.below(1e6)).map(
        (x) => Math.round(4 * x) / 4,
      );
      return {
        what: `[${shape}] into ${segments}`,
        compute: () =>
          unsortedSegmentSum(
            tensor(numbers, shape),
            tensor(ids, [shape[0]!], 'int32') as never,
            segments,
          ),
      };
    },
  ],
  oneHot: [
    'exact',
    (dice) => {
      const shape = dice.shape(4);
      const depth = 2 + dice.below(20);
      const places = wholeNumbers(sizeOf(shape), dice.below(1e6)).map(
        (x) => ((x >>> 1) % (depth + 4)) - 2,
      );
      const dtype = anyType(dice);
      return {
        what: `[${shape}] ${depth} ${dtype}`,
        compute: () => oneHot(tensor(places, shape, 'int32'), depth, 1.5, -0.25, dtype),
      };
    },
  ],
  transpose: [
    'exact',
    (dice) => {
      const shape = dice.shape(6);
      const order = dice.shuffled(shape.map((_, axis) => axis));
      const x = values(dice, shape, anyType(dice));
      return { what: `[${shape}] by ${order}`, compute: () => transpose(x(), order) };
    },
  ],
  slice: [
    'exact',
    (dice) => {
      const shape = dice.shape(6, { least: 1 });
      const begin = shape.map((dim) => dice.below(dim + 1));
      const size = shape.map((dim, axis) => dice.below(dim - begin[axis]! + 1));
      const x = values(dice, shape, anyType(dice));
      return { what: `[${shape}] from ${begin}, ${size}`, compute: () => slice(x(), begin, size) };
    },
  ],
  split: [
    'exact',
    (dice) => {
      const shape = dice.shape(5, { least: 1 });
      const axis = dice.below(shape.length);
      const first = dice.below(shape[axis]! + 1);
      const x = values(dice, shape, anyType(dice));
      return {
        what: `[${shape}] along ${axis} after ${first}`,
        compute: () => split(x(), [first, shape[axis]! - first], axis),
      };
    },
  ],
  unstack: [
    'exact',
    (dice) => {
      const shape = dice.shape(5, { least: 1, most: 1000 });
      const axis = dice.below(shape.length);
      const x = values(dice, shape, anyType(dice));
      return { what: `[${shape}] along ${axis}`, compute: () => unstack(x(), axis) };
    },
  ],
  stack: [
    'exact',
    (dice) => {
      const shape = dice.shape(5);
      const axis = dice.below(shape.length + 1);
      const dtype = anyType(dice);
      const inputs = Array.from({ length: 1 + dice.below(4) }, () => values(dice, shape, dtype));
      return {
        what: `${inputs.length} of [${shape}] along ${axis}`,
        compute: () =>
          stack(
            inputs.map((x) => x()),
            axis,
          ),
      };
    },
  ],
  concat: [
    'exact',
    (dice) => {
      const shape = dice.shape(5, { least: 1 });
      const axis = dice.below(shape.length);
      const dtype = anyType(dice);
      const inputs = Array.from({ length: 1 + dice.below(4) }, () =>
        values(dice, shape.with(axis, dice.below(9)), dtype),
      );
      return {
        what: `${inputs.length} ${dtype} like [${shape}] along ${axis}`,
        compute: () =>
          concat(
            inputs.map((x) => x()),
            axis,
          ),
      };
    },
  ],
  pad: [
    'exact',
    (dice) => {
      const shape = dice.shape(6, { least: 1 });
      const paddings = shape.map((): [number, number] => [dice.below(3), dice.below(3)]);
      const value = dice.pick([0, 7, -1.5, NaN, -Infinity]);
      const x = values(dice, shape, floatOrInt(dice));
      return {
        what: `[${shape}] by ${paddings.join(' ')}`,
        compute: () => pad(x(), paddings, value),
      };
    },
  ],
  reverse: [
    'exact',
    (dice) => {
      const shape = dice.shape(6);
      const axes = dice.some(shape.map((_, axis) => axis));
      const x = values(dice, shape, anyType(dice));
      return { what: `[${shape}] along ${axes}`, compute: () => reverse(x(), axes) };
    },
  ],
  tile: [
    'exact',
    (dice) => {
      const shape = dice.shape(5, { least: 1, most: 3000 });
      const reps = shape.map(() => dice.pick([1, 1, 2, 3, 0]));
      const x = values(dice, shape, anyType(dice));
      return { what: `[${shape}] ${reps} times`, compute: () => tile(x(), reps) };
    },
  ],
};

for (const [name, [agreement, draw]] of Object.entries(kernels))
  itNative(`${name}: what the cpu backend gives, over ${CASES} random shapes`, async () => {
    for (let seed = 1; seed <= CASES; seed++) {
      const { what, compute } = draw(new Dice(seed));
      await expectAsOnCpu(`${name}, seed ${seed}: ${what}`, agreement, compute);
    }
  });

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
