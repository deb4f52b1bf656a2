/** How a kernel of the backend `native` is written down: its name, and what makes outputs of inputs and attributes. */

import {
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../native-backend.ts';

/** Inputs by name. tfjs's own types of inputs allow each of them to be absent. */
export type Tensors<Names extends string> = Readonly<Record<Names, TensorInfo>>;

/** What a kernel does; `Inputs` and `Attributes` are what tfjs hands over under its name. */
export type NativeKernel<Inputs, Attributes> = (
  inputs: Inputs,
  backend: NativeBackend,
  attributes: Attributes,
) => TensorInfo | TensorInfo[];

/** The configuration that tfjs registers. */
export function nativeKernel<Inputs, Attributes = unknown>(
  kernelName: string,
  run: NativeKernel<Inputs, Attributes>,
): KernelConfig {
  return {
    kernelName,
    backendName: 'native',
    kernelFunc: ({ inputs, backend, attrs }) =>
      run(inputs as Inputs, backend as NativeBackend, attrs as Attributes),
  };
}

/** The same for one of tfjs's own kernels; where `takes` says no, the cpu backend's kernel does the work. */
export function override<Inputs extends object, Attributes extends object = object>(
  kernelName: string,
  takes: (inputs: Inputs, attributes: Attributes) => boolean,
  run: NativeKernel<Inputs, Attributes>,
): KernelConfig {
  return nativeKernel<Inputs, Attributes>(kernelName, (inputs, backend, attributes) =>
    takes(inputs, attributes)
      ? run(inputs, backend, attributes)
      : onCpu(kernelName, inputs, backend, attributes),
  );
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

/** Whether all of them are float32 tensors. */
export function areFloats(...tensors: readonly TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === 'float32');
}

/** Whether all of them are int32 tensors. */
export function areInts(...tensors: readonly TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === 'int32');
}
