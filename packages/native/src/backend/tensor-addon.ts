/** The tensor kernels of the raw addon: what crates/node/src/tensor exports, under the names that napi gives them. */

import type { BinaryAddon } from './kernels/binary.ts';
import type { CastAddon } from './kernels/cast.ts';
import type { ReduceAddon } from './kernels/reduce.ts';
import type { SelectAddon } from './kernels/select.ts';
import type { UnaryAddon } from './kernels/unary.ts';

export interface TensorAddon extends BinaryAddon, CastAddon, ReduceAddon, SelectAddon, UnaryAddon {
  gelu(x: Float32Array, out: Float32Array): void;
  geluGrad(dy: Float32Array, x: Float32Array, out: Float32Array): void;
}
