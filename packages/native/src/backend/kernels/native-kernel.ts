/** How a kernel of the backend `native` is written down: its name, and what makes outputs of inputs and attributes. */

import {
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
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
export function override<Inputs, Attributes = unknown>(
  kernelName: string,
  takes: (inputs: Inputs, attributes: Attributes) => boolean,
  run: NativeKernel<Inputs, Attributes>,
): KernelConfig {
  const { kernelFunc } = getKernel(kernelName, 'cpu');
  return {
    kernelName,
    backendName: 'native',
    kernelFunc: ({ inputs, backend, attrs }) =>
      takes(inputs as Inputs, attrs as Attributes)
        ? run(inputs as Inputs, backend as NativeBackend, attrs as Attributes)
        : kernelFunc({ inputs, backend, attrs: attrs as NamedAttrMap }),
  };
}

/** Whether all of them are float32 tensors. */
export function areFloats(...tensors: readonly TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === 'float32');
}
