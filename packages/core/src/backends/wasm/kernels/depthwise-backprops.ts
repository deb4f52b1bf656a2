/** The two gradients of a depthwise convolution, which stock wasm lacks: plain loops over the heap. */

import { backend_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { floatsOf, wasmKernel, zeros } from '../wasm-kernel.ts';
import type { BackpropAttributes } from './backprop-attributes.ts';

type Attributes = Omit<BackpropAttributes, 'dataFormat'> & {
  readonly dilations: [number, number] | number;
};
type Shape = [number, number, number, number];

export const depthwiseBackpropKernels: KernelConfig[] = [
  wasmKernel<{ dy: TensorInfo; filter: TensorInfo }, Attributes & { inputShape: Shape }>(
    'DepthwiseConv2dNativeBackpropInput',
    ({ dy, filter }, backend, attributes) => {
      const info = infoOf(attributes.inputShape, filter.shape as Shape, attributes);
      const dx = zeros(attributes.inputShape, 'float32', backend);
      const [gradient, weights, target] = [dy, filter, dx].map((each) => floatsOf(each, backend));
      forEachProduct(info, (x, w, y) => {
        target![x]! += gradient![y]! * weights![w]!;
      });
      return dx;
    },
  ),
  wasmKernel<{ x: TensorInfo; dy: TensorInfo }, Attributes & { filterShape: Shape }>(
    'DepthwiseConv2dNativeBackpropFilter',
    ({ x: input, dy }, backend, attributes) => {
      const info = infoOf(input.shape as Shape, attributes.filterShape, attributes);
      const dw = zeros(attributes.filterShape, 'float32', backend);
      const [source, gradient, target] = [input, dy, dw].map((each) => floatsOf(each, backend));
      forEachProduct(info, (x, w, y) => {
        target![w]! += gradient![y]! * source![x]!;
      });
      return dw;
    },
  ),
];

type Info = ReturnType<typeof backend_util.computeConv2DInfo>;

function infoOf(input: Shape, filter: Shape, attributes: Attributes): Info {
  const { strides, dilations, pad, dimRoundingMode } = attributes;
  return backend_util.computeConv2DInfo(
    input,
    filter,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
}

/** Calls `visit` with the flat places of input, filter and output for every product that the convolution sums. */
function forEachProduct(info: Info, visit: (x: number, w: number, y: number) => void): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  const multiplier = outChannels / inChannels;
  for (let place = 0; place < info.batchSize * outHeight * outWidth; place++) {
    const top = (Math.floor(place / outWidth) % outHeight) * info.strideHeight - padInfo.top;
    const left = (place % outWidth) * info.strideWidth - padInfo.left;
    const image = Math.floor(place / (outHeight * outWidth)) * inHeight;
    for (let tap = 0; tap < info.filterHeight * info.filterWidth; tap++) {
      const row = top + Math.floor(tap / info.filterWidth) * info.dilationHeight;
      const column = left + (tap % info.filterWidth) * info.dilationWidth;
      if (row < 0 || row >= inHeight || column < 0 || column >= inWidth) continue;
      const pixel = ((image + row) * inWidth + column) * inChannels;
      for (let o = 0; o < outChannels; o++) {
        visit(pixel + Math.floor(o / multiplier), tap * outChannels + o, place * outChannels + o);
      }
    }
  }
}
