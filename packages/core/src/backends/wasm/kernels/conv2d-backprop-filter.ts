/**
 * Conv2DBackpropFilter as a convolution: the input with its channels for images, over the output's gradient as a filter whose
 * dilation is the stride.
 */

import {
  backend_util,
  conv2d,
  slice,
  type Tensor,
  type Tensor4D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { wasmKernel, zeros } from '../wasm-kernel.ts';
import type { BackpropAttributes } from './backprop-attributes.ts';

export const conv2DBackpropFilterKernel = wasmKernel<
  { x: Tensor; dy: Tensor },
  BackpropAttributes & { filterShape: [number, number, number, number] }
>('Conv2DBackpropFilter', ({ x, dy }, backend, attributes) => {
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attributes;
  if (dataFormat !== 'NHWC')
    throw new Error(`convolutions on wasm are in the data format NHWC, not ${dataFormat}`);
  if (x.size === 0 || dy.size === 0) return zeros(filterShape, 'float32', backend);
  const { padInfo, strideHeight, strideWidth } = backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const rows = fitAxis(x.shape[1]!, dy.shape[1]!, filterShape[0], strideHeight, padInfo.top);
  const columns = fitAxis(x.shape[2]!, dy.shape[2]!, filterShape[1], strideWidth, padInfo.left);
  // Where every window lies in the padding.
  if (rows.length <= 0 || columns.length <= 0) return zeros(filterShape, 'float32', backend);
  return tidy(() => {
    const seen = slice(x, [0, 0, 0, 0], [-1, rows.length, columns.length, -1]);
    const images = transpose(seen, [3, 1, 2, 0]) as Tensor4D; // [in, height, width, batch]
    const filter = transpose(dy, [1, 2, 0, 3]) as Tensor4D; // [rows, columns, batch, out]
    const padding: backend_util.ExplicitPadding = [[0, 0], rows.padding, columns.padding, [0, 0]];
    const dilation: [number, number] = [strideHeight, strideWidth];
    // [in, filterHeight, filterWidth, out]
    const products = conv2d(images, filter, 1, padding, 'NHWC', dilation);
    return transpose(products, [1, 2, 0, 3]);
  });
});

/** How much of an axis of the input the windows reach, and the padding with which that gives as many products as the filter is long. */
function fitAxis(
  length: number,
  outputs: number,
  filter: number,
  stride: number,
  before: number,
): { length: number; padding: [number, number] } {
  const reach = filter + (outputs - 1) * stride;
  const after = reach - length - before;
  return { length: Math.min(length, reach - before), padding: [before, Math.max(after, 0)] };
}
