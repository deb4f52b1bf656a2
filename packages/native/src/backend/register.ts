/** Makes `native` a backend of TensorFlow.js: the cpu kernels under its name, and ours in place of those that Rust has. */

import {
  copyRegisteredKernels,
  findBackendFactory,
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  registerBackend,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { activationKernels } from './kernels/activation.ts';
import { attentionKernels } from './kernels/attention.ts';
import { batchNormKernels } from './kernels/batch-norm.ts';
import { binaryKernels } from './kernels/binary.ts';
import { castKernels } from './kernels/cast.ts';
import { concatKernels } from './kernels/concat.ts';
import { convKernels } from './kernels/conv.ts';
import { copyKernels } from './kernels/copy.ts';
import { dropoutKernels } from './kernels/dropout.ts';
import { fillKernels } from './kernels/fill.ts';
import { frozenNormKernels } from './kernels/frozen-norm.ts';
import { gatherKernels } from './kernels/gather.ts';
import { geluKernels } from './kernels/gelu.ts';
import { gruKernels } from './kernels/gru.ts';
import { layerNormKernels } from './kernels/layer-norm.ts';
import { lstmKernels } from './kernels/lstm.ts';
import { matMulKernels } from './kernels/matmul.ts';
import { optimizerKernels } from './kernels/optimizer.ts';
import { randomKernels } from './kernels/random.ts';
import { reduceKernels } from './kernels/reduce.ts';
import { selectKernels } from './kernels/select.ts';
import { sigmoidCrossEntropyKernels } from './kernels/sigmoid-cross-entropy.ts';
import { softmaxCrossEntropyKernels } from './kernels/softmax-cross-entropy.ts';
import { sumsKernels } from './kernels/sums.ts';
import { unaryKernels } from './kernels/unary.ts';
import { NativeBackend } from './native-backend.ts';
import type { TensorAddon } from './tensor-addon.ts';

/** Families of kernels, in no order. */
const families: readonly ((addon: TensorAddon) => KernelConfig[])[] = [
  activationKernels,
  attentionKernels,
  batchNormKernels,
  binaryKernels,
  castKernels,
  concatKernels,
  convKernels,
  copyKernels,
  dropoutKernels,
  fillKernels,
  frozenNormKernels,
  gatherKernels,
  geluKernels,
  gruKernels,
  layerNormKernels,
  lstmKernels,
  matMulKernels,
  optimizerKernels,
  randomKernels,
  reduceKernels,
  selectKernels,
  sigmoidCrossEntropyKernels,
  softmaxCrossEntropyKernels,
  sumsKernels,
  unaryKernels,
];

/** Above `cpu` (1) and `wasm` (2), should somebody let TensorFlow.js choose. */
const PRIORITY = 3;

/** Registers the backend `native`; nothing where it is registered. `tf.setBackend('native')` selects it. */
export function registerNativeBackend(addon: TensorAddon): void {
  if (findBackendFactory('native') !== null) return;
  registerBackend('native', () => new NativeBackend(), PRIORITY);
  // TensorFlow.js keeps the kernels of a backend that was removed.
  if (getKernelsForBackend('native').length > 0) return;
  copyRegisteredKernels('cpu', 'native');
  for (const family of families) {
    for (const kernel of family(addon)) {
      if (getKernel(kernel.kernelName, 'native') !== undefined)
        unregisterKernel(kernel.kernelName, 'native');
      registerKernel(kernel);
    }
  }
}
