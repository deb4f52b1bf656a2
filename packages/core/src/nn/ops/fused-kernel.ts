/**
 * Finds fused kernels by name in TensorFlow.js's registry. A backend that has one registers it under `ferrogen.` and the
 * operation's name; where it has none, an operation is made of plain ones.
 */

import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Whether the backend in use has this kernel. */
export function hasKernel(name: string): boolean {
  return getKernel(name, getBackend()) !== undefined;
}

/** Runs a kernel that the backend has; its gradient is the one registered under the same name. */
export function runKernel<Output extends Tensor | Tensor[] = Tensor>(
  name: string,
  inputs: Readonly<Record<string, Tensor>>,
  attributes: NamedAttrMap = {},
): Output {
  return engine().runKernel(name, inputs as NamedTensorMap, attributes) as Output;
}
