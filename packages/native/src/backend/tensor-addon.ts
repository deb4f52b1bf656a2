/** The tensor kernels of the raw addon: what crates/node/src/tensor exports, under the names that napi gives them. */

import type { BatchNormAddon } from './kernels/batch-norm.ts';
import type { DropoutAddon } from './kernels/dropout.ts';
import type { GeluAddon } from './kernels/gelu.ts';
import type { LayerNormAddon } from './kernels/layer-norm.ts';
import type { OptimizerAddon } from './kernels/optimizer.ts';
import type { RandomAddon } from './kernels/random.ts';
import type { SigmoidCrossEntropyAddon } from './kernels/sigmoid-cross-entropy.ts';

export interface TensorAddon
  extends BatchNormAddon,
    DropoutAddon,
    GeluAddon,
    LayerNormAddon,
    OptimizerAddon,
    RandomAddon,
    SigmoidCrossEntropyAddon {}
