/** The Gaussian error linear unit and its gradient, over the addon. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { nativeKernel } from './native-kernel.ts';

export interface GeluAddon {
  gelu(exact: boolean, x: Float32Array, out: Float32Array): void;
  geluGrad(exact: boolean, dy: Float32Array, x: Float32Array, out: Float32Array): void;
}

interface Attributes {
  readonly approximate: 'tanh' | 'none';
}

export const geluKernels = (addon: GeluAddon): KernelConfig[] => [
  nativeKernel<{ x: TensorInfo }, Attributes>(
    'ferrogen.Gelu',
    ({ x }, backend, { approximate }) => {
      const y = backend.output(x.shape);
      addon.gelu(approximate === 'none', backend.floats(x), y.values);
      return y;
    },
  ),
  nativeKernel<{ dy: TensorInfo; x: TensorInfo }, Attributes>(
    'ferrogen.GeluGrad',
    ({ dy, x }, backend, { approximate }) => {
      const dx = backend.output(x.shape);
      addon.geluGrad(approximate === 'none', backend.floats(dy), backend.floats(x), dx.values);
      return dx;
    },
  ),
];
