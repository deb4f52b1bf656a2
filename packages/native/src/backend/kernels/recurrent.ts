/** What the doors of recurrent kernels have in common: how their arrays and sizes are passed. */

import type { TensorInfo } from '@tensorflow/tfjs-core';

/** One array for each name, in this order. */
export type Arrays<Names extends string[]> = { [Index in keyof Names]: Float32Array };

/** The last arguments of every recurrent kernel. */
export type Sizes = [batch: number, time: number, input: number, units: number];

/** Sizes of x [batch, time, input] and a recurrent kernel [units, gates * units]. */
export function sizesOf(inputs: {
  readonly x: TensorInfo;
  readonly recurrentKernel: TensorInfo;
}): Sizes {
  const [batch, time, input] = inputs.x.shape as [number, number, number];
  return [batch, time, input, inputs.recurrentKernel.shape[0]!];
}
