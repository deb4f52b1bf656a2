/** Dropout, over the addon; its gradient is the same kernel. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { nativeKernel } from './native-kernel.ts';

export interface DropoutAddon {
  dropout(x: Float32Array, rate: number, keyLow: number, keyHigh: number, out: Float32Array): void;
}

interface Attributes {
  readonly rate: number;
  readonly key: readonly [number, number];
}

export const dropoutKernels = (addon: DropoutAddon): KernelConfig[] => [
  nativeKernel<{ x: TensorInfo }, Attributes>(
    'ferrogen.Dropout',
    ({ x }, backend, { rate, key }) => {
      const y = backend.output(x.shape);
      addon.dropout(backend.floats(x), rate, key[0], key[1], y.values);
      return y;
    },
  ),
];
