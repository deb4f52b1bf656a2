/** A convolution of images, channels last, with bias and activation in one kernel. */

import {
  add,
  pad,
  type Rank,
  reshape,
  slice,
  type Tensor1D,
  type Tensor4D,
  conv2d as tfjsConv2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { type ActivationOptions, activate, splitActivation } from './activation.ts';
import { convolve, type Padding, paddedPixels, pair, tfjsPadding } from './convolution.ts';
import { hasKernel } from './fused-kernel.ts';

/** How a filter is moved over an image. */
export interface Conv2dOptions extends ActivationOptions {
  /** Pixels from one window to the next, or [down, right]. @default 1 */
  readonly stride?: number | readonly [number, number];
  /** @default 'valid' */
  readonly padding?: Padding;
  /** Pixels from one tap of the filter to the next, or [down, right]. @default 1 */
  readonly dilation?: number | readonly [number, number];
}

/**
 * activation(x * filter + bias): x [batch, height, width, in], filter [height, width, in, out], bias [out] or null, to
 * [batch, height', width', out]. It can be differentiated twice, with `gelu` on backends without its kernel only.
 *
 * @throws RangeError if the channels do not fit, or the filter is larger than the image
 * @throws OptionError for an option out of its range
 * @example
 * const features = conv2d(images, filter, bias, { stride: 2, padding: 'same', activation: 'leakyRelu' });
 */
export function conv2d(
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor1D | null,
  options: Conv2dOptions = {},
): Tensor4D {
  checkShapes(x, filter, bias);
  checkFit(x, filter, options);
  if (!hasKernel('ferrogen.Conv2D')) return composedConv2d(x, filter, bias, options);
  const { inside, after } = splitActivation(options);
  const { stride = 1, padding = 'valid', dilation = 1 } = options;
  const convolution = {
    inputShape: x.shape,
    filterShape: filter.shape,
    strides: pair('stride', stride),
    dilations: pair('dilation', dilation),
    pad: tfjsPadding(padding),
    ...inside,
  };
  return tidy(() => activate(convolve(x, filter, bias, convolution), after) as Tensor4D);
}

/** The same of plain operations. */
export function composedConv2d(
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor1D | null,
  options: Conv2dOptions = {},
): Tensor4D {
  const { stride = 1, padding = 'valid', dilation = 1 } = options;
  return tidy(() => {
    // Zeros between the taps, since TensorFlow.js has no gradients of dilated convolutions.
    const spread = spreadTaps(filter, pair('dilation', dilation));
    const product = tfjsConv2d(x, spread, pair('stride', stride), tfjsPadding(padding));
    return activate(bias === null ? product : add(product, bias), options) as Tensor4D;
  });
}

function spreadTaps(filter: Tensor4D, [down, right]: [number, number]): Tensor4D {
  if (down === 1 && right === 1) return filter;
  const [height, width, inputs, outputs] = filter.shape;
  const padded = pad(reshape(filter, [height, 1, width, 1, inputs * outputs]), [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, right - 1],
    [0, 0],
  ]);
  return slice(
    reshape<Rank.R4>(padded, [height * down, width * right, inputs, outputs]),
    [0, 0, 0, 0],
    [(height - 1) * down + 1, (width - 1) * right + 1, inputs, outputs],
  );
}

function checkShapes(x: Tensor4D, filter: Tensor4D, bias: Tensor1D | null): void {
  if (x.rank !== 4 || filter.rank !== 4 || x.shape[3] !== filter.shape[2])
    throw new RangeError(
      `conv2d cannot convolve x [${x.shape}] with filter [${filter.shape}]: x is [batch, height, width, in], filter [height, width, in, out]`,
    );
  if (bias !== null && (bias.rank !== 1 || bias.shape[0] !== filter.shape[3]))
    throw new RangeError(
      `conv2d cannot add bias [${bias.shape}] to ${filter.shape[3]} channels: a bias has one value for each`,
    );
}

/** TensorFlow.js would give an image of negative size. */
function checkFit(
  x: Tensor4D,
  filter: Tensor4D,
  { padding = 'valid', dilation = 1 }: Conv2dOptions,
): void {
  if (tfjsPadding(padding) === 'same') return;
  const [down, right] = pair('dilation', dilation);
  const image = [x.shape[1] + paddedPixels(padding, 0), x.shape[2] + paddedPixels(padding, 1)];
  const window = [(filter.shape[0] - 1) * down + 1, (filter.shape[1] - 1) * right + 1];
  if (window[0]! > image[0]! || window[1]! > image[1]!)
    throw new RangeError(
      `conv2d cannot move a window of ${window.join(' x ')} pixels over an image of ${image.join(' x ')}, padding included: it is no larger than the image; use padding 'same' or a smaller filter`,
    );
}
