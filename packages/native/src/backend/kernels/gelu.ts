/** The Gaussian error linear unit and its gradient, over the addon. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorAddon } from '../tensor-addon.ts';
import { nativeKernel } from './native-kernel.ts';

export const geluKernels = (addon: TensorAddon): KernelConfig[] => [
  nativeKernel<{ x: TensorInfo }>('ferrogen.Gelu', ({ x }, backend) => {
    const y = backend.output(x.shape);
    addon.gelu(backend.floats(x), y.values);
    return y;
  }),
  nativeKernel<{ dy: TensorInfo; x: TensorInfo }>('ferrogen.GeluGrad', ({ dy, x }, backend) => {
    const dx = backend.output(x.shape);
    addon.geluGrad(backend.floats(dy), backend.floats(x), dx.values);
    return dx;
  }),
];
