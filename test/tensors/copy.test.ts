/** Copies in another order on the backend `native`: equal to the cpu backend's to the bit. */

import {
  depthToSpace,
  reverse,
  setBackend,
  slice,
  split,
  stridedSlice,
  tile,
  transpose,
  unstack,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { draw, drawInts, expectAsOnCpu, itNative } from '../support/against-cpu.ts';

function permutations(axes: number[]): number[][] {
  if (axes.length < 2) return [axes];
  return axes.flatMap((axis, at) =>
    permutations(axes.toSpliced(at, 1)).map((rest) => [axis, ...rest]),
  );
}

itNative('transpose: every permutation, of small, odd, unit and large dimensions', async () => {
  for (const shape of [
    [3],
    [0, 2],
    [2, 1, 3],
    [17, 33],
    [5, 6, 7],
    [1, 9, 1, 4],
    [3, 18, 5, 17],
    [32, 48, 16],
  ])
    for (const perm of permutations(shape.map((_, axis) => axis)))
      await expectAsOnCpu(`transpose of [${shape}] by ${perm}`, 'exact', () =>
        transpose(draw(shape), perm),
      );
  for (const [shape, perm] of [
    [
      [512, 384],
      [1, 0],
    ],
    [
      [301, 403],
      [1, 0],
    ],
    [
      [8, 65, 4, 33],
      [0, 2, 1, 3],
    ],
    [
      [8, 65, 4, 33],
      [0, 2, 3, 1],
    ],
    [
      [65, 64, 3, 9],
      [3, 2, 0, 1],
    ],
  ] as const)
    await expectAsOnCpu(`transpose of [${shape}] by ${perm}`, 'exact', () =>
      transpose(draw(shape), [...perm]),
    );
  await expectAsOnCpu('transpose of int32', 'exact', () => transpose(drawInts([5, 7], 100)));
});

itNative('slice: beginnings, ends, middles, nothing and all', async () => {
  const cases: [number[], number[], number[]][] = [
    [[7], [2], [3]],
    [[7], [7], [0]],
    [
      [5, 6, 7],
      [0, 0, 0],
      [5, 6, 7],
    ],
    [
      [5, 6, 7],
      [1, 2, 3],
      [2, 3, 4],
    ],
    [
      [5, 6, 7],
      [4, 0, 0],
      [1, 6, 7],
    ],
    [
      [5, 6, 7],
      [0, 5, 1],
      [-1, 1, -1],
    ],
    [
      [400, 300],
      [10, 20],
      [350, 251],
    ],
    [
      [400, 300],
      [10, 0],
      [350, 300],
    ],
  ];
  for (const [shape, begin, size] of cases) {
    await expectAsOnCpu(`slice of [${shape}]`, 'exact', () => slice(draw(shape), begin, size));
    await expectAsOnCpu('slice of int32', 'exact', () => slice(drawInts(shape, 99), begin, size));
  }
  expect(() => slice(draw([3]), [1], [3])).toThrow(
    'begin[0] + size[0] (4) would overflow input.shape[0] (3)',
  );
});

itNative('stridedSlice: steps forwards and backwards, and masks', async () => {
  const x = () => draw([6, 7, 8]);
  await expectAsOnCpu('steps', 'exact', () => stridedSlice(x(), [1, 0, 1], [6, 7, 8], [2, 3, 2]));
  await expectAsOnCpu('backwards', 'exact', () =>
    stridedSlice(x(), [5, 6, 7], [0, 1, 0], [-2, -1, -3]),
  );
  await expectAsOnCpu('simple', 'exact', () => stridedSlice(x(), [1, 2, 3], [3, 5, 7], [1, 1, 1]));
  await expectAsOnCpu('masks', 'exact', () =>
    stridedSlice(x(), [1, 2, 3], [3, 5, 7], [1, 1, 1], 1, 2, 0, 0, 4),
  );
  await expectAsOnCpu('all', 'exact', () => stridedSlice(x(), [0, 0, 0], [6, 7, 8], [1, 1, 1]));
});

itNative('split, unstack: parts along every axis', async () => {
  for (const axis of [0, 1, 2, -1]) {
    await expectAsOnCpu(`split along ${axis}`, 'exact', () => split(draw([4, 6, 8]), 2, axis));
    await expectAsOnCpu(`unstack along ${axis}`, 'exact', () => unstack(draw([4, 6, 8]), axis));
  }
  await expectAsOnCpu('split of sizes', 'exact', () => split(draw([40, 3001]), [1, 2000, 1000], 1));
});

itNative(
  'split: a part that is longer than what is left is refused, as on the cpu backend',
  async () => {
    await setBackend('native');
    expect(() => split(draw([0, 5]), [1, -1])).toThrow(
      'Error in slice2D: begin[0] + size[0] (1) would overflow input.shape[0] (0)',
    );
  },
);

itNative('reverse, tile: along one axis, several, and none', async () => {
  for (const axes of [[0], [1], [2], [0, 2], [0, 1, 2], []])
    await expectAsOnCpu(`reverse along ${axes}`, 'exact', () => reverse(draw([5, 1, 33]), axes));
  await expectAsOnCpu('reverse of many', 'exact', () => reverse(draw([300, 301]), 1));
  await expectAsOnCpu('reverse of nothing', 'exact', () => reverse(draw([0, 3]), 1));
  for (const [shape, reps] of [
    [[3], [4]],
    [
      [3, 4],
      [2, 1],
    ],
    [
      [3, 1, 5],
      [1, 7, 1],
    ],
    [
      [2, 3, 4, 5],
      [2, 2, 2, 2],
    ],
    [
      [2, 3],
      [0, 2],
    ],
    [
      [1, 1, 1, 64],
      [9, 17, 17, 1],
    ],
    [
      [129, 1],
      [1, 1001],
    ],
  ] as const)
    await expectAsOnCpu(`tile of [${shape}]`, 'exact', () => tile(draw(shape), [...reps]));
});

itNative('depthToSpace: as on the cpu backend', async () => {
  await expectAsOnCpu('depthToSpace', 'exact', () => depthToSpace(draw([2, 3, 4, 12]) as never, 2));
});
