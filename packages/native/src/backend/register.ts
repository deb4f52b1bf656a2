/** Makes `native` a backend of TensorFlow.js: the cpu kernels under its name, and ours in place of those that Rust has. */

import {
  copyRegisteredKernels,
  findBackendFactory,
  getKernel,
  type KernelConfig,
  registerBackend,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { batchNormKernels } from './kernels/batch-norm.ts';
import { dropoutKernels } from './kernels/dropout.ts';
import { geluKernels } from './kernels/gelu.ts';
import { layerNormKernels } from './kernels/layer-norm.ts';
import { optimizerKernels } from './kernels/optimizer.ts';
import { randomKernels } from './kernels/random.ts';
import { sigmoidCrossEntropyKernels } from './kernels/sigmoid-cross-entropy.ts';
import { NativeBackend } from './native-backend.ts';
import type { TensorAddon } from './tensor-addon.ts';

/** Families of kernels, in no order. */
const families: readonly ((addon: TensorAddon) => KernelConfig[])[] = [
  batchNormKernels,
  dropoutKernels,
  geluKernels,
  layerNormKernels,
  optimizerKernels,
  randomKernels,
  sigmoidCrossEntropyKernels,
];

/** Above `cpu` (1) and `wasm` (2), should somebody let TensorFlow.js choose. */
const PRIORITY = 3;

/** Registers the backend `native`, once; a second call does nothing. `tf.setBackend('native')` selects it. */
export function registerNativeBackend(addon: TensorAddon): void {
  if (findBackendFactory('native') !== null) return;
  registerBackend('native', () => new NativeBackend(), PRIORITY);
  copyRegisteredKernels('cpu', 'native');
  for (const family of families) {
    for (const kernel of family(addon)) {
      if (getKernel(kernel.kernelName, 'native') !== undefined)
        unregisterKernel(kernel.kernelName, 'native');
      registerKernel(kernel);
    }
  }
}
