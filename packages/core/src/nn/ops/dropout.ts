/** Inverted dropout. */

import { cast, greaterEqual, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Prng } from '../../random/prng.ts';
import { randomUniform } from './random.ts';

/** Zeroes each value with probability `rate` and scales the others by 1 / (1 - rate). */
export function dropout(x: Tensor, rate: number, random: Prng): Tensor {
  return tidy(() => {
    const kept = cast(greaterEqual(randomUniform(x.shape, random), rate), 'float32');
    return mul(mul(x, kept), 1 / (1 - rate));
  });
}
