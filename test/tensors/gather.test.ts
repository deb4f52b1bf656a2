/** Rows by their ids, sums by their ids, and constants on the backend `native`, as the cpu backend has them. */

import {
  fill,
  gather,
  oneHot,
  onesLike,
  tensor,
  unsortedSegmentSum,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { draw, drawInts, expectAsOnCpu, itNative, mixedNumbers } from '../support/against-cpu.ts';

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
    [300, [301], 101],
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
  await expectAsOnCpu('oneHot of int32', 'exact', () =>
    oneHot(tensor([0, 3, -1, 9], [4], 'int32'), 4, 7, -3),
  );
  await expectAsOnCpu('oneHot of int32, of many', 'exact', () =>
    oneHot(drawInts([40, 50], 65), 65),
  );
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
