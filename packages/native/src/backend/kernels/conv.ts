/** Convolutions, channels last: TensorFlow.js's four kernels and the three of `@ferrogen/core/nn`. */

import {
  backend_util,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropInputAttrs,
  type FusedConv2DAttrs,
  type KernelConfig,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { NativeBackend, Output } from '../native-backend.ts';
import { activationCode, fusedActivationCode } from './activation.ts';
import { nativeKernel, onCpu } from './native-kernel.ts';

/** The part of the addon that this file calls; `shape` is filled by `describe`. */
export interface ConvAddon {
  conv2D(
    x: Float32Array,
    filter: Float32Array,
    bias: Float32Array,
    y: Float32Array,
    shape: Int32Array,
    activation: number,
    slope: number,
  ): void;
  conv2DInputGradient(
    dy: Float32Array,
    filter: Float32Array,
    bias: Float32Array,
    dx: Float32Array,
    shape: Int32Array,
    activation: number,
    slope: number,
  ): void;
  conv2DFilterGradient(
    x: Float32Array,
    dy: Float32Array,
    dw: Float32Array,
    shape: Int32Array,
  ): void;
}

type Shape4 = [number, number, number, number];
type Padding = FusedConv2DAttrs['pad'];
type Info = backend_util.Conv2DInfo;

/** What `core/src/nn/ops/convolution.ts` hands over. */
interface Convolution {
  readonly inputShape: Shape4;
  readonly filterShape: Shape4;
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: Padding;
  readonly activation: string;
  readonly slope: number;
}

interface FusedInputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

const NONE = new Float32Array(0);
/** What the addon reads a convolution's sizes from; filled before every call. V8 keeps arrays of up to 64 bytes elsewhere. */
const numbers = new Int32Array(32).subarray(0, 15);

export const convKernels = (addon: ConvAddon): KernelConfig[] => [
  nativeKernel<{ x: TensorInfo; filter: TensorInfo }, FusedConv2DAttrs>(
    'Conv2D',
    (inputs, backend, attributes) =>
      fusedConv2d(addon, backend, inputs, attributes, 0, 0) ??
      onCpu('Conv2D', inputs, backend, attributes),
  ),

  nativeKernel<FusedInputs, FusedConv2DAttrs>('FusedConv2D', (inputs, backend, attributes) => {
    const { activation, leakyreluAlpha } = attributes;
    const code = activationCode(activation);
    const y =
      code === undefined
        ? null
        : fusedConv2d(addon, backend, inputs, attributes, code, leakyreluAlpha ?? 0.2);
    return y ?? onCpu('FusedConv2D', { ...inputs }, backend, attributes);
  }),

  nativeKernel<{ dy: TensorInfo; filter: TensorInfo }, Conv2DBackpropInputAttrs>(
    'Conv2DBackpropInput',
    ({ dy, filter }, backend, attributes) => {
      const info = infoOf(attributes.inputShape, filter.shape, { dilations: 1, ...attributes });
      if (!isOurs(info, dy, filter) || !util.arraysEqual(dy.shape, info.outShape))
        return onCpu('Conv2DBackpropInput', { dy, filter }, backend, attributes);
      return inputGradient(addon, backend, info, dy, filter);
    },
  ),

  nativeKernel<{ x: TensorInfo; dy: TensorInfo }, Conv2DBackpropFilterAttrs>(
    'Conv2DBackpropFilter',
    ({ x, dy }, backend, attributes) => {
      const info = infoOf(x.shape, attributes.filterShape, { dilations: 1, ...attributes });
      if (!isOurs(info, x, dy) || !util.arraysEqual(dy.shape, info.outShape))
        return onCpu('Conv2DBackpropFilter', { x, dy }, backend, attributes);
      return filterGradient(addon, backend, info, x, dy);
    },
  ),

  nativeKernel<{ x: TensorInfo; filter: TensorInfo; bias?: TensorInfo }, Convolution>(
    'ferrogen.Conv2D',
    ({ x, filter, bias }, backend, convolution) => {
      const { inputShape, filterShape, activation, slope } = convolution;
      const info = infoOf(inputShape, filterShape, convolution);
      const code = fusedActivationCode(activation);
      return forward(addon, backend, info, x, filter, bias, code, slope);
    },
  ),

  nativeKernel<{ y: TensorInfo; filter: TensorInfo; bias?: TensorInfo }, Convolution>(
    'ferrogen.ConvTranspose2D',
    ({ y, filter, bias }, backend, convolution) => {
      const { inputShape, filterShape, activation, slope } = convolution;
      const info = infoOf(inputShape, filterShape, convolution);
      const code = fusedActivationCode(activation);
      return inputGradient(addon, backend, info, y, filter, bias, code, slope);
    },
  ),

  nativeKernel<{ x: TensorInfo; y: TensorInfo }, Convolution>(
    'ferrogen.Conv2DFilterGradient',
    ({ x, y }, backend, convolution) => {
      const info = infoOf(convolution.inputShape, convolution.filterShape, convolution);
      return filterGradient(addon, backend, info, x, y);
    },
  ),
];

function infoOf(
  inputShape: number[],
  filterShape: number[],
  attributes: {
    readonly strides: [number, number] | number;
    readonly dilations: [number, number] | number;
    readonly pad: Padding;
    readonly dataFormat?: 'NHWC' | 'NCHW';
    readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  },
): Info {
  return backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    attributes.strides,
    attributes.dilations,
    attributes.pad,
    attributes.dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(attributes.dataFormat ?? 'NHWC'),
  );
}

/** Whether Rust has it: float32, channels last, no groups, whole strides, and a window that fits into the padded image. */
function isOurs(info: Info, ...tensors: TensorInfo[]): boolean {
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
  const steps = [strideHeight, strideWidth, dilationHeight, dilationWidth];
  const sizes = [info.outHeight, info.outWidth, padInfo.top, padInfo.left];
  return (
    info.dataFormat === 'channelsLast' &&
    info.filterShape[2] === info.inChannels &&
    steps.every((step) => Number.isInteger(step) && step >= 1) &&
    sizes.every((size) => Number.isInteger(size) && size >= 0) &&
    tensors.every(({ dtype }) => dtype === 'float32')
  );
}

function fusedConv2d(
  addon: ConvAddon,
  backend: NativeBackend,
  { x, filter, bias }: FusedInputs,
  attributes: FusedConv2DAttrs,
  activation: number,
  slope: number,
): TensorInfo | null {
  const info = infoOf(x.shape, filter.shape, attributes);
  const isFusable =
    bias === undefined ||
    (bias.dtype === 'float32' && bias.shape.length === 1 && bias.shape[0] === info.outChannels);
  if (!isFusable || !isOurs(info, x, filter)) return null;
  return forward(addon, backend, info, x, filter, bias, activation, slope);
}

function forward(
  addon: ConvAddon,
  backend: NativeBackend,
  info: Info,
  x: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo | undefined,
  activation: number,
  slope: number,
): Output {
  const y = backend.output(info.outShape);
  addon.conv2D(
    backend.floats(x),
    backend.floats(filter),
    bias === undefined ? NONE : backend.floats(bias),
    y.values,
    describe(info),
    activation,
    slope,
  );
  return y;
}

function inputGradient(
  addon: ConvAddon,
  backend: NativeBackend,
  info: Info,
  dy: TensorInfo,
  filter: TensorInfo,
  bias?: TensorInfo,
  activation = 0,
  slope = 0,
): Output {
  const dx = backend.output(info.inShape);
  addon.conv2DInputGradient(
    backend.floats(dy),
    backend.floats(filter),
    bias === undefined ? NONE : backend.floats(bias),
    dx.values,
    describe(info),
    activation,
    slope,
  );
  return dx;
}

function filterGradient(
  addon: ConvAddon,
  backend: NativeBackend,
  info: Info,
  x: TensorInfo,
  dy: TensorInfo,
): Output {
  const dw = backend.output(info.filterShape);
  addon.conv2DFilterGradient(backend.floats(x), backend.floats(dy), dw.values, describe(info));
  return dw;
}

/** Fills the scratch array with a convolution's sizes, in the order of `ConvShape` in Rust. */
function describe(info: Info): Int32Array {
  numbers[0] = info.batchSize;
  numbers[1] = info.inHeight;
  numbers[2] = info.inWidth;
  numbers[3] = info.inChannels;
  numbers[4] = info.outHeight;
  numbers[5] = info.outWidth;
  numbers[6] = info.outChannels;
  numbers[7] = info.filterHeight;
  numbers[8] = info.filterWidth;
  numbers[9] = info.strideHeight;
  numbers[10] = info.strideWidth;
  numbers[11] = info.dilationHeight;
  numbers[12] = info.dilationWidth;
  numbers[13] = info.padInfo.top;
  numbers[14] = info.padInfo.left;
  return numbers;
}
