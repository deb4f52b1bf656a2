/** Weights that begin equal. */

import { fill } from '@tensorflow/tfjs-core';
import type { Initializer } from './initializer.ts';

/** Every value the same. */
export function constantValues(value: number): Initializer {
  return (shape) => fill([...shape], value, 'float32');
}

/** All 0. */
export const zeroValues: Initializer = constantValues(0);

/** All 1. */
export const oneValues: Initializer = constantValues(1);
