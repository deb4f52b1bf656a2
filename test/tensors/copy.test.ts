/** Copies in another order on the backend `native`: equal to the cpu backend's to the bit. */

import {
  concat,
  depthToSpace,
  fill,
  gather,
  oneHot,
  onesLike,
  pad,
  reverse,
  slice,
  split,
  stack,
  stridedSlice,
  type Tensor,
  tensor,
  tile,
  transpose,
  unsortedSegmentSum,
  unstack,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectAsOnCpu, itNative, mixedNumbers } from '../support/against-cpu.ts';

const draw = (shape: readonly number[], seed = 1): Tensor =>
  tensor(
    mixedNumbers(
      shape.reduce((a, b) => a * b, 1),
      seed,
      true,
    ),
    [...shape],
  );

const drawInts = (shape: readonly number[], below: number): Tensor =>
  tensor(
    Int32Array.from(
      mixedNumbers(
        shape.reduce((a, b) => a * b, 1),
        9,
      ),
      (x) => Math.abs(x * 97) % below,
    ),
    [...shape],
    'int32',
  );

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

itNative('concat, stack: along every axis, with empty tensors too', async () => {
  for (const axis of [0, 1, 2, -1])
    await expectAsOnCpu(`concat along ${axis}`, 'exact', () =>
      concat([draw([4, 5, 6]), draw([4, 5, 6], 2), draw([4, 5, 6], 3)], axis),
    );
  await expectAsOnCpu('concat of widths', 'exact', () =>
    concat([draw([301, 3]), draw([301, 400]), draw([301, 1])], 1),
  );
  await expectAsOnCpu('concat of rows', 'exact', () =>
    concat([draw([301, 303]), draw([1, 303])], 0),
  );
  await expectAsOnCpu('concat with nothing', 'exact', () =>
    concat([draw([0, 3]), draw([2, 3])], 0),
  );
  await expectAsOnCpu('concat of nothing', 'exact', () => concat([draw([0, 3]), draw([0, 3])], 1));
  await expectAsOnCpu('concat of int32', 'exact', () =>
    concat([drawInts([2, 3], 9), drawInts([2, 3], 5)], 1),
  );
  for (const axis of [0, 1, 2, 3])
    await expectAsOnCpu(`stack along ${axis}`, 'exact', () =>
      stack([draw([4, 5, 6]), draw([4, 5, 6], 2)], axis),
    );
  await expectAsOnCpu('stack of one', 'exact', () => stack([draw([4, 5])], 1));
});

itNative('pad: any value, any side, nothing inside', async () => {
  await expectAsOnCpu('pad', 'exact', () => pad(draw([3]), [[2, 0]], 7));
  await expectAsOnCpu('pad', 'exact', () =>
    pad(
      draw([3, 4, 5]),
      [
        [1, 2],
        [0, 0],
        [3, 1],
      ],
      -1.5,
    ),
  );
  await expectAsOnCpu('pad of nothing', 'exact', () =>
    pad(
      draw([0, 2]),
      [
        [1, 1],
        [1, 0],
      ],
      2,
    ),
  );
  await expectAsOnCpu('pad of images', 'exact', () =>
    pad(draw([16, 28, 28, 9]), [
      [0, 0],
      [2, 2],
      [2, 3],
      [0, 0],
    ]),
  );
  await expectAsOnCpu('pad of int32', 'exact', () => pad(drawInts([3], 5), [[2, 0]], 7));
});

itNative('gather: along every axis, in batches, and indices out of range are refused', async () => {
  for (const axis of [0, 1, 2])
    await expectAsOnCpu(`gather along ${axis}`, 'exact', () =>
      gather(draw([7, 8, 9]), drawInts([2, 5], 7), axis),
    );
  await expectAsOnCpu('gather of embeddings', 'exact', () =>
    gather(draw([501, 130]), drawInts([30, 20], 501)),
  );
  await expectAsOnCpu('gather in batches', 'exact', () =>
    gather(draw([4, 5, 6, 7]), drawInts([4, 3], 6), 2, 1),
  );
  await expectAsOnCpu('gather of none', 'exact', () => gather(draw([4, 5]), drawInts([0], 4)));
  expect(() => gather(draw([4, 5]), tensor([4], [1], 'int32'))).toThrow(
    'GatherV2: the index value 4 is not in [0, 3]',
  );
});

itNative('unsortedSegmentSum: rows by their ids, others left out', async () => {
  for (const [rows, inner, segments] of [
    [5, [], 3],
    [70, [3], 9],
    [600, [130], 501],
    [3, [0], 2],
  ] as const)
    await expectAsOnCpu(`unsortedSegmentSum of [${[rows, ...inner]}]`, 'largest', () =>
      unsortedSegmentSum(
        tensor(mixedNumbers(rows * inner.reduce((a, b) => a * b, 1), 4), [rows, ...inner]),
        drawInts([rows], segments + 1) as never,
        segments,
      ),
    );
});

itNative('oneHot, fill, zerosLike, onesLike: as on the cpu backend', async () => {
  await expectAsOnCpu('oneHot', 'exact', () =>
    oneHot(tensor([0, 3, -1, 9, 2], [5], 'int32'), 4, 5, -2, 'float32'),
  );
  await expectAsOnCpu('oneHot of int32', 'exact', () => oneHot(tensor([0, 3], [2], 'int32'), 4));
  await expectAsOnCpu('oneHot of many', 'exact', () =>
    oneHot(drawInts([40, 50], 65), 65, 1, 0, 'float32'),
  );
  await expectAsOnCpu('fill', 'exact', () => [
    fill([3, 4], 2.5),
    fill([0], 1),
    fill([2], 3, 'int32'),
  ]);
  await expectAsOnCpu('like', 'exact', () => [
    zerosLike(draw([3])),
    onesLike(draw([2, 2])),
    onesLike(drawInts([3], 2)),
  ]);
});

itNative('depthToSpace: as on the cpu backend', async () => {
  await expectAsOnCpu('depthToSpace', 'exact', () => depthToSpace(draw([2, 3, 4, 12]) as never, 2));
});
