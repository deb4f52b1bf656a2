/**
 * How a kernel of the backend `wasm` is written down, and how it reads and writes the backend's memory.
 *
 * Inside a kernel plain TensorFlow.js operations may be called, under `tidy`: no gradient is recorded there.
 */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { DataType, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

/** The configuration that tfjs registers; `Inputs` and `Attributes` are what tfjs hands over under that kernel's name. */
export function wasmKernel<Inputs, Attributes = unknown>(
  kernelName: string,
  run: (inputs: Inputs, backend: BackendWasm, attributes: Attributes) => TensorInfo | TensorInfo[],
): KernelConfig {
  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend, attrs }) =>
      run(inputs as Inputs, backend as BackendWasm, attrs as Attributes),
  };
}

/** The values of a float32 tensor, to be read or written until memory is next asked for: the heap may move when it grows. */
export function floatsOf(tensor: TensorInfo, backend: BackendWasm): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

/** A tensor of zeros. */
export function zeros(shape: number[], dtype: DataType, backend: BackendWasm): TensorInfo {
  const output = backend.makeOutput(shape, dtype);
  backend.typedArrayFromHeap(output).fill(0);
  return output;
}
