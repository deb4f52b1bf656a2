/** The tensor kernels of the raw addon: what crates/node/src/tensor exports, under the names that napi gives them. */

export interface TensorAddon {
  gelu(x: Float32Array, out: Float32Array): void;
  geluGrad(dy: Float32Array, x: Float32Array, out: Float32Array): void;
}
