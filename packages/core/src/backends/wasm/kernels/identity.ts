/** Identity by one more reference to the same data: stock wasm copies whatever is cloned or kept for a gradient. */

import type { TensorInfo } from '@tensorflow/tfjs-core';
import { wasmKernel } from '../wasm-kernel.ts';

export const identityKernel = wasmKernel<{ x: TensorInfo }>('Identity', ({ x }, backend) => {
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
});
