/** UnsortedSegmentSum, the gradient of an embedding: rows added up by their ids. */

import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { wasmKernel, zeros } from '../wasm-kernel.ts';

/** Ids below 0 or past the last segment count nowhere. */
export const unsortedSegmentSumKernel = wasmKernel<
  { x: TensorInfo; segmentIds: TensorInfo },
  { numSegments: number }
>('UnsortedSegmentSum', ({ x, segmentIds }, backend, { numSegments }) => {
  const sums = zeros([numSegments, ...x.shape.slice(1)], x.dtype, backend);
  const ids = backend.typedArrayFromHeap(segmentIds);
  const source = backend.typedArrayFromHeap(x);
  const target = backend.typedArrayFromHeap(sums);
  const size = util.sizeFromShape(x.shape.slice(1));
  for (let k = 0; k < ids.length; k++) {
    const id = ids[k]!;
    if (id < 0 || id >= numSegments) continue;
    const from = k * size;
    const to = id * size;
    for (let j = 0; j < size; j++) target[to + j]! += source[from + j]!;
  }
  return sums;
});
