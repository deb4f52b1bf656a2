/** OneHot in any dtype: stock wasm writes whole numbers whatever the dtype is, so that a float32 one holds 1e-45 for 1. */

import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { wasmKernel } from '../wasm-kernel.ts';

export const oneHotKernel = wasmKernel<
  { indices: TensorInfo },
  { dtype: DataType; depth: number; onValue: number; offValue: number }
>('OneHot', ({ indices }, backend, { dtype, depth, onValue, offValue }) => {
  const output = backend.makeOutput([...indices.shape, depth], dtype);
  const ids = backend.typedArrayFromHeap(indices);
  const target = backend.typedArrayFromHeap(output).fill(offValue);
  for (let k = 0; k < ids.length; k++) {
    const id = ids[k]!;
    if (id >= 0 && id < depth) target[k * depth + id] = onValue;
  }
  return output;
});
