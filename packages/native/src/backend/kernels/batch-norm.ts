/** Batch normalisation in training, with its rectifier, and its gradients, over the addon. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { nativeKernel } from './native-kernel.ts';

export interface BatchNormAddon {
  batchNorm(
    x: Float32Array,
    weight: Float32Array,
    bias: Float32Array,
    epsilon: number,
    slope: number,
    y: Float32Array,
    mean: Float32Array,
    variance: Float32Array,
  ): void;
  batchNormGrad(
    dy: Float32Array,
    x: Float32Array,
    weight: Float32Array,
    bias: Float32Array,
    mean: Float32Array,
    variance: Float32Array,
    epsilon: number,
    slope: number,
    dx: Float32Array,
    dweight: Float32Array,
    dbias: Float32Array,
  ): void;
}

type Inputs = Record<'x' | 'weight' | 'bias', TensorInfo>;
type GradInputs = Inputs & Record<'dy' | 'mean' | 'variance', TensorInfo>;
type Attributes = Record<'epsilon' | 'slope', number>;

export const batchNormKernels = (addon: BatchNormAddon): KernelConfig[] => [
  nativeKernel<Inputs, Attributes>(
    'ferrogen.BatchNorm',
    ({ x, weight, bias }, backend, { epsilon, slope }) => {
      const y = backend.output(x.shape);
      const mean = backend.output(weight.shape);
      const variance = backend.output(weight.shape);
      addon.batchNorm(
        backend.floats(x),
        backend.floats(weight),
        backend.floats(bias),
        epsilon,
        slope,
        y.values,
        mean.values,
        variance.values,
      );
      return [y, mean, variance];
    },
  ),
  nativeKernel<GradInputs, Attributes>(
    'ferrogen.BatchNormGrad',
    ({ dy, x, weight, bias, mean, variance }, backend, { epsilon, slope }) => {
      const dx = backend.output(x.shape);
      const dweight = backend.output(weight.shape);
      const dbias = backend.output(weight.shape);
      addon.batchNormGrad(
        backend.floats(dy),
        backend.floats(x),
        backend.floats(weight),
        backend.floats(bias),
        backend.floats(mean),
        backend.floats(variance),
        epsilon,
        slope,
        dx.values,
        dweight.values,
        dbias.values,
      );
      return [dx, dweight, dbias];
    },
  ),
];
