/** Puts our kernels into the backend `wasm`: those that it lacks, and those that it has slow or wrong. */

import {
  getKernel,
  type KernelConfig,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { batchMatMulKernel } from './kernels/batch-mat-mul.ts';
import { clipByValueKernel } from './kernels/clip-by-value.ts';
import { conv2DBackpropFilterKernel } from './kernels/conv2d-backprop-filter.ts';
import { conv2DBackpropInputKernel } from './kernels/conv2d-backprop-input.ts';
import { depthwiseBackpropKernels } from './kernels/depthwise-backprops.ts';
import { identityKernel } from './kernels/identity.ts';
import { maxPoolGradKernel } from './kernels/max-pool-grad.ts';
import { narrowFilterKernels } from './kernels/narrow-filters.ts';
import { oneHotKernel } from './kernels/one-hot.ts';
import { splitKernels } from './kernels/splits.ts';
import { sumKernels } from './kernels/sums.ts';
import { transposeKernel } from './kernels/transpose.ts';
import { unsortedSegmentSumKernel } from './kernels/unsorted-segment-sum.ts';

/** Kernels made with the backend's own ones at hand. */
type Family = (stock: (name: string) => KernelConfig) => KernelConfig[];

const families: readonly Family[] = [
  (stock) => [batchMatMulKernel(stock)],
  (stock) => [clipByValueKernel(stock)],
  () => [conv2DBackpropFilterKernel],
  (stock) => [conv2DBackpropInputKernel(stock)],
  () => depthwiseBackpropKernels,
  () => [identityKernel],
  () => [maxPoolGradKernel],
  narrowFilterKernels,
  () => [oneHotKernel],
  splitKernels,
  sumKernels,
  (stock) => [transposeKernel(stock)],
  () => [unsortedSegmentSumKernel],
];

/** Marks the registry as supplied: TensorFlow.js's wasm has no kernel of this name. */
const OURS_ALONE = 'UnsortedSegmentSum';

/** Registers our kernels, once; a second call does nothing. To be called before `tf.setBackend('wasm')`. */
export function supplyKernels(): void {
  if (getKernel(OURS_ALONE, 'wasm') !== undefined) return;
  for (const family of families) {
    for (const kernel of family((name) => getKernel(name, 'wasm'))) {
      const { kernelName } = kernel;
      const stock = getKernel(kernelName, 'wasm') as KernelConfig | undefined;
      if (stock === undefined) {
        registerKernel(kernel);
        continue;
      }
      unregisterKernel(kernelName, 'wasm');
      // The backend's setup binds functions that its other kernels call too.
      const setup = stock.setupFunc === undefined ? {} : { setupFunc: stock.setupFunc };
      registerKernel({ ...kernel, ...setup });
    }
  }
}
