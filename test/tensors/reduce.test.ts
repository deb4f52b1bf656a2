/** Reductions, softmax and running sums on the backend `native`. */

import {
  addN,
  argMax,
  argMin,
  batchNorm,
  cumsum,
  max,
  mean,
  min,
  prod,
  setBackend,
  softmax,
  sum,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { type Agreement, expectAsOnCpu, itNative, mixedNumbers } from '../support/against-cpu.ts';

const reductions: Record<
  string,
  readonly [Agreement, (x: Tensor, axes?: number[], keepDims?: boolean) => Tensor]
> = {
  max: ['exact', max],
  mean: ['largest', mean],
  min: ['exact', min],
  prod: ['each', prod],
  sum: ['largest', sum],
};

/** Shapes and axes: none, rows, columns, middles, several apart, dimensions of 1, narrow and long ones. */
const cases: readonly (readonly [number[], number[] | undefined])[] = [
  [[], undefined],
  [[1], undefined],
  [[0], undefined],
  [[3, 0, 2], [1]],
  [[31], [0]],
  [[7, 33], [0]],
  [[7, 33], [1]],
  [[7, 33], [-1]],
  [[5, 6, 7], [1]],
  [
    [5, 6, 7, 8],
    [0, 2],
  ],
  [
    [5, 6, 7, 8],
    [1, 3],
  ],
  [
    [5, 6, 7, 8],
    [0, 1, 2],
  ],
  [
    [5, 1, 7, 1, 3],
    [0, 1, 4],
  ],
  [[5, 1, 7], [1]],
  [[200_003], undefined],
  [[3, 70_001], [1]],
  [[70_001, 3], [0]],
  [[3000, 65], [0]],
  [[3000, 65], [1]],
  [
    [16, 9, 9, 70],
    [0, 1, 2],
  ],
  [[30, 70, 80], [1]],
];

for (const [name, [agreement, run]] of Object.entries(reductions))
  itNative(`${name}: what the cpu backend gives, over axes of all kinds`, async () => {
    for (const [shape, axes] of cases)
      for (const keepDims of [false, true]) {
        const size = shape.reduce((a, b) => a * b, 1);
        // Products of numbers near 1 stay finite.
        const values = mixedNumbers(size, size + 3).map((x) =>
          name === 'prod' ? 1 + x * 1e-4 : x,
        );
        await expectAsOnCpu(`${name} of [${shape}] along ${axes}`, agreement, () =>
          run(tensor(values, shape), axes, keepDims),
        );
      }
  });

itNative('max, min, sum: NaN and infinities go where the cpu backend sends them', async () => {
  for (const name of ['max', 'min', 'sum'])
    for (const special of [NaN, Infinity, -Infinity])
      for (const axis of [0, 1]) {
        const values = mixedNumbers(101 * 90, 8);
        for (let k = 0; k < values.length; k += 997) values[k] = special;
        await expectAsOnCpu(`${name} with ${special} along ${axis}`, 'largest', () =>
          reductions[name]![1](tensor(values, [101, 90]), [axis]),
        );
      }
});

itNative('sum: int32 and bool are summed as whole numbers', async () => {
  await expectAsOnCpu('sum of int32', 'exact', () => sum(tensor([1, 2, 3, 4], [2, 2], 'int32'), 0));
  await expectAsOnCpu('sum of bool', 'exact', () => sum(tensor([1, 0, 1, 1], [2, 2], 'bool'), 1));
});

itNative('sum: ten million ones and small values are summed without a growing error', async () => {
  await setBackend('native');
  const values = new Float32Array(10_000_000).fill(0.1);
  const x = tensor(values);
  const y = sum(x);
  const [total] = y.dataSync();
  expect(Math.abs(total! / (values.length * Math.fround(0.1)) - 1)).toBeLessThan(1e-6);
  x.dispose();
  y.dispose();
});

itNative('argMax, argMin: the first of equal values, in rows, columns and middles', async () => {
  const shapes: [number[], number][] = [
    [[1], 0],
    [[67], 0],
    [[7, 33], 0],
    [[7, 33], 1],
    [[5, 6, 7], 1],
    [[6, 50_257], 1],
    [[300, 301], 0],
  ];
  for (const [shape, axis] of shapes)
    for (const withSpecials of [false, true]) {
      const size = shape.reduce((a, b) => a * b, 1);
      const values = mixedNumbers(size, size, withSpecials).map(Math.round);
      for (const [name, find] of Object.entries({ argMax, argMin }))
        await expectAsOnCpu(`${name} of [${shape}] along ${axis}`, 'exact', () =>
          find(tensor(values, shape), axis),
        );
    }
});

itNative('softmax: what the cpu backend gives, with infinities too', async () => {
  for (const shape of [[1], [5], [3, 4, 10], [65, 65], [40, 3001], [2, 50_257]])
    await expectAsOnCpu(`softmax of [${shape}]`, 'each', () =>
      softmax(
        tensor(
          mixedNumbers(
            shape.reduce((a, b) => a * b, 1),
            6,
          ),
          shape,
        ),
      ),
    );
  await expectAsOnCpu('softmax with infinities', 'each', () =>
    softmax(tensor([1, -Infinity, 2, Infinity, 0, 1, NaN, 1, 1, -90, 0, 90], [4, 3])),
  );
});

itNative('cumsum: exclusive, reverse and along any axis', async () => {
  for (const axis of [0, 1, 2])
    for (const exclusive of [false, true])
      for (const reverse of [false, true])
        await expectAsOnCpu(`cumsum along ${axis}`, 'exact', () =>
          cumsum(tensor(mixedNumbers(50 * 41 * 43, 2), [50, 41, 43]), axis, exclusive, reverse),
        );
  await expectAsOnCpu('cumsum of nothing', 'exact', () => cumsum(tensor([], [0, 3]), 1));
});

itNative('addN: what the cpu backend gives', async () => {
  const inputs = [1, 2, 3].map((seed) => mixedNumbers(70_001, seed));
  await expectAsOnCpu('addN', 'largest', () => addN(inputs.map((values) => tensor(values))));
  await expectAsOnCpu('addN of one', 'exact', () => addN([tensor(inputs[0]!)]));
});

itNative('batchNorm: with and without scale and offset, and with full moments', async () => {
  const x = mixedNumbers(40 * 9 * 9 * 33, 1);
  const channels = (seed: number) => tensor(mixedNumbers(33, seed).map(Math.abs), [33]);
  const run = (mean: Tensor, variance: Tensor, offset?: Tensor, scale?: Tensor) =>
    batchNorm(tensor(x, [40, 9, 9, 33]), mean, variance, offset, scale, 1e-3);
  await expectAsOnCpu('batchNorm', 'largest', () => run(channels(1), channels(2)));
  await expectAsOnCpu('batchNorm', 'largest', () =>
    run(channels(1), channels(2), channels(3), channels(4)),
  );
  await expectAsOnCpu('batchNorm of full moments', 'largest', () => {
    const values = () => tensor(mixedNumbers(36, 5).map(Math.abs), [2, 3, 2, 3]);
    return batchNorm(values(), values(), values());
  });
});
