/** Causal attention and its gradient, over the addon. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { nativeKernel } from './native-kernel.ts';

/** Sizes: `packed` is [batch, time, 3, heads, headSize]. */
export interface AttentionAddon {
  causalAttention(
    packed: Float32Array,
    batch: number,
    time: number,
    heads: number,
    headSize: number,
    out: Float32Array,
    logSumExp: Float32Array,
  ): void;
  causalAttentionGrad(
    dOut: Float32Array,
    packed: Float32Array,
    logSumExp: Float32Array,
    batch: number,
    time: number,
    heads: number,
    headSize: number,
    dPacked: Float32Array,
  ): void;
}

interface Attributes {
  readonly heads: number;
}

export const attentionKernels = (addon: AttentionAddon): KernelConfig[] => [
  nativeKernel<{ qkv: TensorInfo }, Attributes>(
    'ferrogen.CausalAttention',
    ({ qkv }, backend, { heads }) => {
      const [batch, time, size] = sizesOf(qkv);
      const y = backend.output([batch, time, size]);
      const logSumExp = backend.output([batch, time, heads]);
      addon.causalAttention(
        backend.floats(qkv),
        batch,
        time,
        heads,
        size / heads,
        y.values,
        logSumExp.values,
      );
      return [y, logSumExp];
    },
  ),
  nativeKernel<{ dy: TensorInfo; qkv: TensorInfo; logSumExp: TensorInfo }, Attributes>(
    'ferrogen.CausalAttentionGrad',
    ({ dy, qkv, logSumExp }, backend, { heads }) => {
      const [batch, time, size] = sizesOf(qkv);
      const dQkv = backend.output(qkv.shape);
      addon.causalAttentionGrad(
        backend.floats(dy),
        backend.floats(qkv),
        backend.floats(logSumExp),
        batch,
        time,
        heads,
        size / heads,
        dQkv.values,
      );
      return dQkv;
    },
  ),
];

/** Batch, time and size of the output. */
function sizesOf({ shape }: TensorInfo): [batch: number, time: number, size: number] {
  return [shape[0]!, shape[1]!, shape[2]! / 3];
}
