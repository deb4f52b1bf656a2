/** Batch normalisation with given moments, over the addon. */

import {
  FusedBatchNorm,
  type FusedBatchNormAttrs,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { areFloats, override } from './native-kernel.ts';

/** What the addon exports for it. */
export interface FrozenNormAddon {
  /** x [rows, channels], the others [channels]. */
  frozenNorm(
    x: Float32Array,
    mean: Float32Array,
    variance: Float32Array,
    scale: Float32Array,
    offset: Float32Array,
    epsilon: number,
    out: Float32Array,
  ): void;
}

interface Inputs {
  readonly x: TensorInfo;
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale?: TensorInfo;
  readonly offset?: TensorInfo;
}

export const frozenNormKernels = (addon: FrozenNormAddon): KernelConfig[] => [
  override<Inputs, FusedBatchNormAttrs>(
    FusedBatchNorm,
    ({ x, mean, variance, scale = mean, offset = mean }) => {
      const channels = x.shape.at(-1);
      const given = [mean, variance, scale, offset];
      return (
        areFloats(x, ...given) &&
        given.every(({ shape }) => shape.length === 1 && shape[0] === channels)
      );
    },
    ({ x, mean, variance, scale, offset }, backend, { varianceEpsilon }) => {
      const out = backend.output(x.shape);
      const means = backend.floats(mean);
      addon.frozenNorm(
        backend.floats(x),
        means,
        backend.floats(variance),
        scale === undefined ? means.map(() => 1) : backend.floats(scale),
        offset === undefined ? means.map(() => 0) : backend.floats(offset),
        varianceEpsilon ?? 0.001,
        out.values,
      );
      return out;
    },
  ),
];
