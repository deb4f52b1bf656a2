/** Layer normalisation over the last axis and its gradients, over the addon. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { nativeKernel } from './native-kernel.ts';

export interface LayerNormAddon {
  layerNorm(
    x: Float32Array,
    weight: Float32Array,
    bias: Float32Array,
    epsilon: number,
    y: Float32Array,
    mean: Float32Array,
    rstd: Float32Array,
  ): void;
  layerNormGrad(
    dy: Float32Array,
    x: Float32Array,
    weight: Float32Array,
    mean: Float32Array,
    rstd: Float32Array,
    dx: Float32Array,
    dweight: Float32Array,
    dbias: Float32Array,
  ): void;
}

type Inputs = Record<'x' | 'weight' | 'bias', TensorInfo>;
type GradInputs = Record<'dy' | 'x' | 'weight' | 'mean' | 'rstd', TensorInfo>;

export const layerNormKernels = (addon: LayerNormAddon): KernelConfig[] => [
  nativeKernel<Inputs, { epsilon: number }>(
    'ferrogen.LayerNorm',
    ({ x, weight, bias }, backend, { epsilon }) => {
      const y = backend.output(x.shape);
      const mean = backend.output(x.shape.slice(0, -1));
      const rstd = backend.output(x.shape.slice(0, -1));
      addon.layerNorm(
        backend.floats(x),
        backend.floats(weight),
        backend.floats(bias),
        epsilon,
        y.values,
        mean.values,
        rstd.values,
      );
      return [y, mean, rstd];
    },
  ),
  nativeKernel<GradInputs>('ferrogen.LayerNormGrad', ({ dy, x, weight, mean, rstd }, backend) => {
    const dx = backend.output(x.shape);
    const dweight = backend.output(weight.shape);
    const dbias = backend.output(weight.shape);
    addon.layerNormGrad(
      backend.floats(dy),
      backend.floats(x),
      backend.floats(weight),
      backend.floats(mean),
      backend.floats(rstd),
      dx.values,
      dweight.values,
      dbias.values,
    );
    return [dx, dweight, dbias];
  }),
];
