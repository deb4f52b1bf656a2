/** The tensor kernels of the raw addon: what crates/node/src/tensor exports, under the names that napi gives them. */

import type { ActivationAddon } from './kernels/activation.ts';
import type { AttentionAddon } from './kernels/attention.ts';
import type { BatchNormAddon } from './kernels/batch-norm.ts';
import type { ConvAddon } from './kernels/conv.ts';
import type { LayerNormAddon } from './kernels/layer-norm.ts';
import type { MatMulAddon } from './kernels/matmul.ts';
import type { OptimizerAddon } from './kernels/optimizer.ts';
import type { SoftmaxCrossEntropyAddon } from './kernels/softmax-cross-entropy.ts';

export interface TensorAddon
  extends ActivationAddon,
    AttentionAddon,
    BatchNormAddon,
    ConvAddon,
    LayerNormAddon,
    MatMulAddon,
    OptimizerAddon,
    SoftmaxCrossEntropyAddon {
  gelu(x: Float32Array, out: Float32Array): void;
  geluGrad(dy: Float32Array, x: Float32Array, out: Float32Array): void;
}
