/** Activations by name, as the addon numbers them, and their gradient. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { nativeKernel } from './native-kernel.ts';

/** The part of the addon that this file calls. */
export interface ActivationAddon {
  activationGradient(
    dy: Float32Array,
    y: Float32Array,
    out: Float32Array,
    activation: number,
    slope: number,
  ): void;
}

/** Codes by the names that TensorFlow.js and `@ferrogen/core/nn` use; `prelu` and `gelu` have none. */
const codes: Readonly<Record<string, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  elu: 3,
  leakyrelu: 4,
  leakyRelu: 4,
  sigmoid: 5,
  tanh: 6,
};

/** The addon's number of an activation, or undefined where it has none; no activation at all is linear. */
export function activationCode(name: string | null | undefined): number | undefined {
  return codes[name ?? 'linear'];
}

/** The code of an activation that must have one. */
export function fusedActivationCode(name: string): number {
  const code = activationCode(name);
  if (code === undefined)
    throw new RangeError(`the backend native cannot fuse the activation ${name}`);
  return code;
}

export const activationKernels = (addon: ActivationAddon): KernelConfig[] => [
  nativeKernel<{ dy: TensorInfo; y: TensorInfo }, { activation: string; slope: number }>(
    'ferrogen.ActivationGradient',
    ({ dy, y }, backend, { activation, slope }) => {
      const dx = backend.output(y.shape);
      const code = fusedActivationCode(activation);
      addon.activationGradient(backend.floats(dy), backend.floats(y), dx.values, code, slope);
      return dx;
    },
  ),
];
