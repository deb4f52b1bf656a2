/** Tensors put together and padded on the backend `native`: equal to the cpu backend's to the bit. */

import { concat, pad, stack } from '@tensorflow/tfjs-core';
import { draw, drawInts, expectAsOnCpu, itNative } from '../support/against-cpu.ts';

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
