/**
 * The transposed convolution of images, channels last, with bias and activation in one kernel: what a convolution's gradient
 * with respect to its images is (Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", 2016, chapter 4).
 */

import {
  add,
  backend_util,
  conv2dTranspose,
  type Tensor1D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { type ActivationOptions, activate, splitActivation } from './activation.ts';
import {
  type Padding,
  paddedPixels,
  pair,
  type Shape4,
  tfjsPadding,
  transposeConvolve,
} from './convolution.ts';
import { hasKernel } from './fused-kernel.ts';

/** How a filter is moved over the larger image. */
export interface ConvTranspose2dOptions extends ActivationOptions {
  /** Pixels from one window to the next, or [down, right]. */
  readonly stride: number | readonly [number, number];
  /** What the convolution that this transposes puts around the larger image. */
  readonly padding: Padding;
  /**
   * [height, width] of the larger image, of the several that the convolution makes as small.
   * @default size x stride for 'same', else (size - 1) x stride + filter size - padding
   */
  readonly outputSize?: readonly [number, number];
}

/**
 * activation(x transposed-convolved with filter + bias): x [batch, height, width, in], filter [height, width, out, in], bias
 * [out] or null, to [batch, height', width', out]. It can be differentiated twice, with `gelu` on backends without its kernel
 * only.
 *
 * @throws RangeError if the channels do not fit
 * @throws OptionError for an option out of its range, or if no convolution with these options makes an image of `outputSize` as
 *   small as `x`
 * @example
 * const larger = convTranspose2d(x, filter, bias, { stride: 2, padding: 'same' }); // [64, 7, 7, 64] -> [64, 14, 14, 32]
 */
export function convTranspose2d(
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor1D | null,
  options: ConvTranspose2dOptions,
): Tensor4D {
  const inputShape = outputShape(x, filter, bias, options);
  if (!hasKernel('ferrogen.ConvTranspose2D'))
    return composedConvTranspose2d(x, filter, bias, options);
  const { inside, after } = splitActivation(options);
  const convolution = {
    inputShape,
    filterShape: filter.shape,
    strides: pair('stride', options.stride),
    dilations: [1, 1] as [number, number],
    pad: tfjsPadding(options.padding),
    ...inside,
  };
  return tidy(() => activate(transposeConvolve(x, filter, bias, convolution), after) as Tensor4D);
}

/** The same of plain operations. */
export function composedConvTranspose2d(
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor1D | null,
  options: ConvTranspose2dOptions,
): Tensor4D {
  const shape = outputShape(x, filter, bias, options);
  return tidy(() => {
    const pad = tfjsPadding(options.padding);
    const product = conv2dTranspose(x, filter, shape, pair('stride', options.stride), pad);
    return activate(bias === null ? product : add(product, bias), options) as Tensor4D;
  });
}

/** The shape of the larger image; checks all shapes. */
function outputShape(
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor1D | null,
  { stride, padding, outputSize }: ConvTranspose2dOptions,
): Shape4 {
  if (x.rank !== 4 || filter.rank !== 4 || x.shape[3] !== filter.shape[3])
    throw new RangeError(
      `convTranspose2d cannot convolve x [${x.shape}] with filter [${filter.shape}]: x is [batch, height, width, in], filter [height, width, out, in]`,
    );
  const channels = filter.shape[2];
  if (bias !== null && (bias.rank !== 1 || bias.shape[0] !== channels))
    throw new RangeError(
      `convTranspose2d cannot add bias [${bias.shape}] to ${channels} channels: a bias has one value for each`,
    );
  const strides = pair('stride', stride);
  const sizeOf = (axis: 0 | 1): number => {
    const size = x.shape[axis + 1]!;
    if (padding === 'same') return size * strides[axis];
    return (size - 1) * strides[axis] + filter.shape[axis]! - paddedPixels(padding, axis);
  };
  const pad = tfjsPadding(padding);
  const [height, width] =
    outputSize === undefined ? [sizeOf(0), sizeOf(1)] : pair('outputSize', outputSize);
  const shape: Shape4 = [x.shape[0], height, width, channels];
  const info = backend_util.computeConv2DInfo(shape, filter.shape, strides, 1, pad);
  if (info.outHeight !== x.shape[1] || info.outWidth !== x.shape[2])
    throw new OptionError(
      'outputSize',
      `the convolution of ${height} x ${width} pixels gives ${info.outHeight} x ${info.outWidth}, not x's ${x.shape[1]} x ${x.shape[2]}; leave outputSize out for ${sizeOf(0)} x ${sizeOf(1)}`,
    );
  return shape;
}
