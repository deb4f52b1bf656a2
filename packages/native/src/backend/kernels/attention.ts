/** Causal attention with its gradient, and attention to a memory of keys and values, over the addon. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { nativeKernel } from './native-kernel.ts';
import { writable } from './writable.ts';

/** Sizes: `packed` is [batch, time, 3, heads, headSize]. */
export interface AttentionAddon {
  /** `memory` is [room, 2, heads, headSize], of which `count` positions are there; it is written to. */
  cachedAttention(
    packed: Float32Array,
    memory: Float32Array,
    visible: Int32Array,
    rows: number,
    time: number,
    heads: number,
    headSize: number,
    count: number,
    out: Float32Array,
  ): void;
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

interface CachedInputs {
  readonly qkv: TensorInfo;
  readonly memory: TensorInfo;
  readonly visible: TensorInfo;
}

export const attentionKernels = (addon: AttentionAddon): KernelConfig[] => [
  // qkv [rows, time, 3 * size], memory [room, 2 * size], visible int32 [rows, 1 + length]; gives [rows, time, size] and the memory.
  nativeKernel<CachedInputs, Attributes & { count: number }>(
    'ferrogen.CachedAttention',
    ({ qkv, memory, visible }, backend, { heads, count }) => {
      const [rows, time, size] = sizesOf(qkv);
      const y = backend.output([rows, time, size]);
      const after = writable(memory, backend.floats(qkv), backend);
      addon.cachedAttention(
        backend.floats(qkv),
        after.values,
        backend.ints(visible),
        rows,
        time,
        heads,
        size / heads,
        count,
        y.values,
      );
      return [y, after];
    },
  ),
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
