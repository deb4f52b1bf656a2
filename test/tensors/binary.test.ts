/** Functions of two values on the backend `native`, with broadcasting. */

import {
  add,
  cast,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  maximum,
  minimum,
  mod,
  mul,
  notEqual,
  pow,
  prelu,
  squaredDifference,
  sub,
  type Tensor,
  tensor,
  where,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import {
  type Agreement,
  draw,
  expectAsOnCpu,
  itNative,
  mixedNumbers,
} from '../support/against-cpu.ts';

const truth = (x: Tensor) => cast(x, 'bool');

const functions: Record<string, readonly [Agreement, (a: Tensor, b: Tensor) => Tensor]> = {
  add: ['each', add],
  div: ['each', div],
  equal: ['exact', equal],
  greater: ['exact', greater],
  greaterEqual: ['exact', greaterEqual],
  less: ['exact', less],
  lessEqual: ['exact', lessEqual],
  logicalAnd: ['exact', (a, b) => logicalAnd(truth(a), truth(b))],
  logicalOr: ['exact', (a, b) => logicalOr(truth(a), truth(b))],
  maximum: ['exact', maximum],
  minimum: ['exact', minimum],
  mod: ['each', mod],
  mul: ['each', mul],
  notEqual: ['exact', notEqual],
  pow: ['each', pow],
  prelu: ['each', prelu],
  squaredDifference: ['each', squaredDifference],
  sub: ['each', sub],
};

/** Pairs of shapes: equal, scalars, rows, columns, middles, both repeated, empty, odd and large. */
const shapes: readonly (readonly [number[], number[]])[] = [
  [[], []],
  [[1], []],
  [[0], []],
  [[0, 3], [3]],
  [[17], [17]],
  [[1, 1], [1]],
  [[5, 33], [33]],
  [[33], [5, 33]],
  [
    [5, 33],
    [5, 1],
  ],
  [
    [5, 1],
    [1, 33],
  ],
  [
    [4, 1, 6, 1],
    [5, 1, 7],
  ],
  [
    [3, 4, 5, 6],
    [4, 1, 6],
  ],
  [
    [3, 1, 5, 1],
    [3, 4, 5, 6],
  ],
  [[], [2, 3]],
  [[50_021], [50_021]],
  [
    [301, 257],
    [301, 257],
  ],
];

/** Cheap functions need more values to reach threads. */
const large: readonly (readonly [number[], number[]])[] = [
  [[90_001], []],
  [[400, 201], [201]],
  [
    [400, 201],
    [400, 1],
  ],
  [
    [7, 1, 129, 11],
    [1, 9, 1, 11],
  ],
];

for (const [name, [agreement, run]] of Object.entries(functions))
  itNative(`${name}: what the cpu backend gives, over shapes of all kinds`, async () => {
    for (const [a, b] of [...shapes, ...large]) {
      const [x, y] = [a, b].map((shape, k) => mixedNumbers(sizeOf(shape), k + sizeOf(shape), true));
      // Equal values now and then.
      for (let k = 0; k < Math.min(x!.length, y!.length); k += 5) y![k] = x![k]!;
      await expectAsOnCpu(`${name} of [${a}] and [${b}]`, agreement, () =>
        run(tensor(x!, a), tensor(y!, b)),
      );
    }
  });

itNative('int32 inputs: what the cpu backend gives', async () => {
  for (const [name, [, run]] of Object.entries(functions))
    await expectAsOnCpu(`${name} of int32`, 'each', () =>
      run(tensor([1, -5, 3, 0, 7, 2], [2, 3], 'int32'), tensor([3, -5, 2], [3], 'int32')),
    );
});

itNative('pow: scalar exponents', async () => {
  const values = mixedNumbers(1003, 4, true);
  for (const exponent of [2, 0.5, -1, 0, 3, NaN, Infinity])
    await expectAsOnCpu(`pow ${exponent}`, 'each', () => pow(tensor(values), exponent));
});

itNative('where: what the cpu backend gives, at sizes from 0 to 100,003', async () => {
  for (const size of [0, 1, 33, 100_003]) {
    const [a, b] = [mixedNumbers(size, 1, true), mixedNumbers(size, 2, true)];
    await expectAsOnCpu(`where of [${size}]`, 'exact', () =>
      where(greater(tensor(a, [size]), 0), tensor(a, [size]), tensor(b, [size])),
    );
  }
});

itNative('nine dimensions: more than Rust takes, as on the cpu backend', async () => {
  const [a, b] = [
    [1, 2, 1, 2, 1, 2, 1, 2, 3],
    [2, 2, 3],
  ];
  for (const dtype of ['float32', 'int32', 'bool'] as const)
    for (const run of [add, mul, less, logicalAnd] as const) {
      if ((run === logicalAnd) !== (dtype === 'bool')) continue;
      await expectAsOnCpu(`${run.name} of ${dtype}`, 'each', () =>
        run(cast(draw(a!), dtype), cast(draw(b!), dtype)),
      );
    }
});

itNative('add: shapes that cannot be broadcast are refused', async () => {
  await expectAsOnCpu('sets the backend', 'exact', () => tensor([1]));
  const message = 'Operands could not be broadcast together with shapes 2,3 and 2,4.';
  expect(() =>
    add(tensor([1, 2, 3, 4, 5, 6], [2, 3]), tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 4])),
  ).toThrow(message);
});

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
