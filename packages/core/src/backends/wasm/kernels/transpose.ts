/** Transpose of tensors without elements too: stock wasm divides by one of their sizes and traps. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { wasmKernel } from '../wasm-kernel.ts';

export function transposeKernel(stock: (name: string) => KernelConfig): KernelConfig {
  const { kernelFunc } = stock('Transpose');
  return wasmKernel<{ x: TensorInfo }, { perm: number[] }>('Transpose', ({ x }, backend, attrs) => {
    if (!x.shape.includes(0)) return kernelFunc({ inputs: { x }, backend, attrs: { ...attrs } });
    const shape = attrs.perm.map((axis) => x.shape[axis]!);
    return backend.makeOutput(shape, x.dtype);
  });
}
