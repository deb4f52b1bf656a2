/** A convolution over images, a bias and an activation. */

import { add, conv2d as plain, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { type Activation, activate } from './activation.ts';

/** activation(conv2d(x, filter) + bias). */
export function conv2d(
  x: Tensor,
  filter: Tensor,
  bias: Tensor | null,
  {
    stride = 1,
    padding = 'same',
    activation = 'linear',
    slope = 0.2,
  }: {
    stride?: number;
    padding?: 'same' | 'valid' | number;
    activation?: Activation;
    slope?: number;
  } = {},
): Tensor {
  return tidy(() => {
    const y = plain(x as Tensor4D, filter as Tensor4D, stride, padding);
    return activate(bias === null ? y : add(y, bias), activation, slope);
  });
}
