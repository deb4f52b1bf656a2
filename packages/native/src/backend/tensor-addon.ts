/** The tensor kernels of the raw addon: what crates/node/src/tensor exports, under the names that napi gives them. */

import type { BatchNormAddon } from './kernels/batch-norm.ts';
import type { LayerNormAddon } from './kernels/layer-norm.ts';
import type { OptimizerAddon } from './kernels/optimizer.ts';

export interface TensorAddon extends BatchNormAddon, LayerNormAddon, OptimizerAddon {
  gelu(x: Float32Array, out: Float32Array): void;
  geluGrad(dy: Float32Array, x: Float32Array, out: Float32Array): void;
}
