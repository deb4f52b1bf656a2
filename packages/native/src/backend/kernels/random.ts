/** Tensors of random numbers, over the addon. */

import type { KernelConfig } from '@tensorflow/tfjs-core';
import { nativeKernel } from './native-kernel.ts';

export interface RandomAddon {
  randomUniform: Fill;
  randomNormal: Fill;
  truncatedNormal: Fill;
}

/** Fills `out`; the numbers are the interval's ends, or mean and deviation. */
type Fill = (
  keyLow: number,
  keyHigh: number,
  first: number,
  second: number,
  out: Float32Array,
) => void;

interface Attributes {
  readonly shape: number[];
  readonly key: readonly [number, number];
  readonly parameters: readonly [number, number];
}

export const randomKernels = (addon: RandomAddon): KernelConfig[] => [
  randomKernel('ferrogen.RandomNormal', addon.randomNormal),
  randomKernel('ferrogen.RandomUniform', addon.randomUniform),
  randomKernel('ferrogen.TruncatedNormal', addon.truncatedNormal),
];

const randomKernel = (name: string, fill: Fill): KernelConfig =>
  nativeKernel<unknown, Attributes>(name, (_, backend, { shape, key, parameters }) => {
    const numbers = backend.output(shape);
    fill(key[0], key[1], parameters[0], parameters[1], numbers.values);
    return numbers;
  });
