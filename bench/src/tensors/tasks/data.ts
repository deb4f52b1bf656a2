/** Random data for the tasks. */

import type { Prng } from '@ferrogen/core';
import { randomUniform } from '@ferrogen/core/nn';
import { cast, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** Ids from 0 to `vocabulary` - 1, int32. */
export function randomIds(shape: number[], vocabulary: number, random: Prng): Tensor {
  return tidy(() => cast(mul(randomUniform(shape, random), vocabulary), 'int32'));
}

/** Eight batches of images, [64, 28, 28, 1], uniform on (low, 1). */
export function randomImages(low: number, random: Prng): Tensor[] {
  return Array.from({ length: 8 }, (_, index) =>
    randomUniform([64, 28, 28, 1], random.split(index), { low, high: 1 }),
  );
}
