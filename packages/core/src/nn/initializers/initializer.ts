/** What an initialiser is: a value that says how a weight begins. */

import type { Tensor } from '@tensorflow/tfjs-core';
import type { Prng } from '../../random/prng.ts';

/** How many inputs an output sums, and how many outputs an input reaches. */
export interface Fan {
  readonly in: number;
  readonly out: number;
}

/** Makes the first values of a weight; the same for the same shape, fan and source. */
export type Initializer = (shape: readonly number[], fan: Fan, random: Prng) => Tensor;

/** Fan of a matrix [inputs, outputs]. */
export function denseFan([inputs, outputs]: readonly [number, number]): Fan {
  return { in: inputs, out: outputs };
}

/** Fan of a convolution's filter [height, width, inputs, outputs]. */
export function convFan([height, width, inputs, outputs]: Filter): Fan {
  return { in: height * width * inputs, out: height * width * outputs };
}

/**
 * Fan of a transposed convolution's filter [height, width, outputs, inputs]: with stride s an output sums one of s x s taps
 * of each input, the input still reaches every tap.
 */
export function convTransposeFan([height, width, outputs, inputs]: Filter, stride: number): Fan {
  const taps = (height * width) / stride ** 2;
  return { in: Math.max(taps, 1) * inputs, out: height * width * outputs };
}

type Filter = readonly [number, number, number, number];
