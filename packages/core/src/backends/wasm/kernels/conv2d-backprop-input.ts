/**
 * Conv2DBackpropInput, which is also the forward pass of a transposed convolution, as a sub-pixel convolution (Shi et al.,
 * "Is the deconvolution layer the same as a convolutional layer?", 2016): one convolution of stride 1 gives all stride x stride
 * phases of the result as channels, which are then put side by side. Stock wasm is one scalar loop.
 */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  backend_util,
  conv2d,
  engine,
  type KernelConfig,
  slice,
  type Tensor,
  type Tensor4D,
  type TensorInfo,
  tidy,
} from '@tensorflow/tfjs-core';
import { floatsOf, wasmKernel, zeros } from '../wasm-kernel.ts';
import type { BackpropAttributes } from './backprop-attributes.ts';

type Info = ReturnType<typeof backend_util.computeConv2DInfo>;

export function conv2DBackpropInputKernel(stock: (name: string) => KernelConfig): KernelConfig {
  const { kernelFunc } = stock('Conv2DBackpropInput');
  return wasmKernel<
    { dy: Tensor; filter: Tensor },
    BackpropAttributes & { inputShape: [number, number, number, number] }
  >('Conv2DBackpropInput', (inputs, backend, attributes) => {
    const { strides, pad, dataFormat, dimRoundingMode, inputShape } = attributes;
    if (dataFormat !== 'NHWC') return kernelFunc({ inputs, backend, attrs: { ...attributes } });
    const { dy, filter } = inputs;
    if (dy.size === 0 || filter.size === 0) return zeros(inputShape, 'float32', backend);
    const shape = filter.shape as [number, number, number, number];
    const info = backend_util.computeConv2DInfo(
      inputShape,
      shape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const rows = phases(info.filterHeight, info.strideHeight, info.padInfo.top, info.inHeight);
    const columns = phases(info.filterWidth, info.strideWidth, info.padInfo.left, info.inWidth);
    // A gradient that is larger than the convolution's output counts as far as that goes.
    const [top, height, above] = reach(rows, Math.min(dy.shape[1]!, info.outHeight));
    const [left, width, beside] = reach(columns, Math.min(dy.shape[2]!, info.outWidth));
    // Where every window lies in the padding.
    if (height <= 0 || width <= 0) return zeros(inputShape, 'float32', backend);
    return tidy(() => {
      const seen = slice(dy as Tensor4D, [0, top, left, 0], [-1, height, width, -1]);
      const phaseFilter = tensorOf(subPixelFilter(filter, info, rows.taps, columns.taps, backend));
      const padding: backend_util.ExplicitPadding = [[0, 0], above, beside, [0, 0]];
      // [batch, rows, columns, strideHeight * strideWidth * in]
      const subPixels = conv2d(seen, phaseFilter, 1, padding);
      if (info.strideHeight === 1 && info.strideWidth === 1) return subPixels;
      return tensorOf(interleave(subPixels, info, backend));
    });
  });
}

/** An axis of the result as `stride` phases: position h = stride q + phase - before. */
interface Phases {
  /** Taps of the filter that each phase has. */
  readonly taps: number;
  /** The values of q that the result needs: from `first` to before `end`. */
  readonly first: number;
  readonly end: number;
}

function phases(filter: number, stride: number, before: number, length: number): Phases {
  return {
    taps: Math.ceil(filter / stride),
    first: Math.floor(before / stride),
    end: Math.floor((length - 1 + before) / stride) + 1,
  };
}

/** The stretch of the gradient that those phases see, as start and length, and the zeros on either side of it. */
function reach({ taps, first, end }: Phases, length: number): [number, number, [number, number]] {
  const start = first - taps + 1;
  const from = Math.max(start, 0);
  const to = Math.min(end, length);
  return [from, to - from, [from - start, end - to]];
}

/**
 * The filter [height, width, in, out] as one of [taps, taps, out, phases * in], turned around, with zeros where a phase has
 * fewer taps.
 */
function subPixelFilter(
  filter: TensorInfo,
  info: Info,
  rowTaps: number,
  columnTaps: number,
  backend: BackendWasm,
): TensorInfo {
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const [, , ins, outs] = filter.shape as [number, number, number, number];
  const channels = strideHeight * strideWidth * ins;
  const output = zeros([rowTaps, columnTaps, outs, channels], 'float32', backend);
  const source = floatsOf(filter, backend);
  const target = floatsOf(output, backend);
  for (let y = 0; y < filterHeight; y++) {
    for (let x = 0; x < filterWidth; x++) {
      const row = rowTaps - 1 - Math.floor(y / strideHeight);
      const column = columnTaps - 1 - Math.floor(x / strideWidth);
      const phase = (y % strideHeight) * strideWidth + (x % strideWidth);
      for (let i = 0; i < ins; i++) {
        const from = ((y * filterWidth + x) * ins + i) * outs;
        const to = (row * columnTaps + column) * outs * channels + phase * ins + i;
        for (let o = 0; o < outs; o++) target[to + o * channels] = source[from + o]!;
      }
    }
  }
  return output;
}

/** Puts the phases of [batch, rows, columns, phases * in] side by side and cuts the padding off: [batch, height, width, in]. */
function interleave(subPixels: TensorInfo, info: Info, backend: BackendWasm): TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, strideHeight, strideWidth, padInfo } = info;
  const [, rows, columns, channels] = subPixels.shape as [number, number, number, number];
  const output = backend.makeOutput(info.inShape, 'float32');
  const source = floatsOf(subPixels, backend);
  const target = floatsOf(output, backend);
  const [top, left] = [padInfo.top % strideHeight, padInfo.left % strideWidth];
  let at = 0;
  for (let n = 0; n < batchSize; n++) {
    for (let h = top; h < top + inHeight; h++) {
      const row = (n * rows + Math.floor(h / strideHeight)) * columns;
      const rowPhase = (h % strideHeight) * strideWidth;
      for (let w = left; w < left + inWidth; w++) {
        const phase = rowPhase + (w % strideWidth);
        const from = (row + Math.floor(w / strideWidth)) * channels + phase * inChannels;
        for (let c = 0; c < inChannels; c++) target[at++] = source[from + c]!;
      }
    }
  }
  return output;
}

function tensorOf(info: TensorInfo): Tensor4D {
  return engine().makeTensorFromTensorInfo(info) as Tensor4D;
}
