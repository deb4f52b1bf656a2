/** How a kernel of the backend `native` is written down: its name, and what makes outputs of inputs and attributes. */

import {
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../native-backend.ts';

/** The configuration that tfjs registers; `Inputs` and `Attributes` are what tfjs hands over under that kernel's name. */
export function nativeKernel<Inputs, Attributes = unknown>(
  kernelName: string,
  run: (
    inputs: Inputs,
    backend: NativeBackend,
    attributes: Attributes,
  ) => TensorInfo | TensorInfo[],
): KernelConfig {
  return {
    kernelName,
    backendName: 'native',
    kernelFunc: ({ inputs, backend, attrs }) =>
      run(inputs as Inputs, backend as NativeBackend, attrs as Attributes),
  };
}

/** What TensorFlow.js's own cpu kernel of that name makes of the same arrays: for inputs that Rust does not take. */
export function onCpu(
  kernelName: string,
  inputs: object,
  backend: NativeBackend,
  attributes: object,
): TensorInfo | TensorInfo[] {
  return getKernel(kernelName, 'cpu')!.kernelFunc({
    inputs: inputs as NamedTensorInfoMap,
    backend,
    attrs: attributes as NamedAttrMap,
  });
}
