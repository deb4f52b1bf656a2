/**
 * MaxPoolGrad: each window's gradient goes to its first largest value. Stock wasm starts its search at the smallest positive
 * number instead of minus infinity, and so sends the gradient of a window without a positive value to the wrong place.
 */

import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { floatsOf, wasmKernel, zeros } from '../wasm-kernel.ts';

export const maxPoolGradKernel = wasmKernel<
  { dy: TensorInfo; input: TensorInfo },
  {
    filterSize: [number, number] | number;
    strides: [number, number] | number;
    pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
  }
>('MaxPoolGrad', ({ dy, input }, backend, attributes) => {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, ...window } =
    backend_util.computePool2DInfo(
      input.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
  const dx = zeros(input.shape, 'float32', backend);
  const source = floatsOf(input, backend);
  const gradient = floatsOf(dy, backend);
  const target = floatsOf(dx, backend);
  let at = 0; // of the output, in order
  for (let n = 0; n < batchSize; n++) {
    for (let y = 0; y < outHeight; y++) {
      const top = y * window.strideHeight - window.padInfo.top;
      const [firstRow, endRow] = clip(top, window.filterHeight, inHeight);
      for (let x = 0; x < outWidth; x++) {
        const left = x * window.strideWidth - window.padInfo.left;
        const [firstColumn, endColumn] = clip(left, window.filterWidth, inWidth);
        for (let c = 0; c < inChannels; c++) {
          let largest = Number.NEGATIVE_INFINITY;
          let where = -1;
          for (let row = firstRow; row < endRow; row++) {
            for (let column = firstColumn; column < endColumn; column++) {
              const k = ((n * inHeight + row) * inWidth + column) * inChannels + c;
              if (source[k]! > largest) {
                largest = source[k]!;
                where = k;
              }
            }
          }
          if (where >= 0) target[where]! += gradient[at]!;
          at++;
        }
      }
    }
  }
  return dx;
});

/** The part of [start, start + length) that lies in [0, end). */
function clip(start: number, length: number, end: number): [number, number] {
  return [Math.max(start, 0), Math.min(start + length, end)];
}
