/** The tensor kernels of the raw addon: what crates/node/src/tensor exports, under the names that napi gives them. */

import type { AttentionAddon } from './kernels/attention.ts';
import type { GruAddon } from './kernels/gru.ts';
import type { LstmAddon } from './kernels/lstm.ts';
import type { SoftmaxCrossEntropyAddon } from './kernels/softmax-cross-entropy.ts';

export interface TensorAddon extends AttentionAddon, GruAddon, LstmAddon, SoftmaxCrossEntropyAddon {
  gelu(x: Float32Array, out: Float32Array): void;
  geluGrad(dy: Float32Array, x: Float32Array, out: Float32Array): void;
}
