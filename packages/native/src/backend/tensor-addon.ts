/** The tensor kernels of the raw addon: what crates/node/src/tensor exports, under the names that napi gives them. */

import type { ActivationAddon } from './kernels/activation.ts';
import type { BatchNormAddon } from './kernels/batch-norm.ts';
import type { ConvAddon } from './kernels/conv.ts';
import type { LayerNormAddon } from './kernels/layer-norm.ts';
import type { MatMulAddon } from './kernels/matmul.ts';
import type { OptimizerAddon } from './kernels/optimizer.ts';

export interface TensorAddon
  extends ActivationAddon,
    BatchNormAddon,
    ConvAddon,
    LayerNormAddon,
    MatMulAddon,
    OptimizerAddon {
  gelu(x: Float32Array, out: Float32Array): void;
  geluGrad(dy: Float32Array, x: Float32Array, out: Float32Array): void;
}
