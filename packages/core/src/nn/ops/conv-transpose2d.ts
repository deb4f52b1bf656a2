/** A transposed convolution over images, a bias and an activation. */

import { add, conv2dTranspose, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { type Activation, activate } from './activation.ts';

/** activation(conv2dTranspose(x, filter) + bias). */
export function convTranspose2d(
  x: Tensor,
  filter: Tensor,
  bias: Tensor | null,
  {
    stride,
    padding,
    outputSize = [x.shape[1]! * stride, x.shape[2]! * stride],
    activation = 'linear',
    slope = 0.2,
  }: {
    stride: number;
    padding: 'same' | 'valid' | number;
    outputSize?: readonly [number, number];
    activation?: Activation;
    slope?: number;
  },
): Tensor {
  return tidy(() => {
    const shape: [number, number, number, number] = [x.shape[0]!, ...outputSize, filter.shape[2]!];
    const y = conv2dTranspose(x as Tensor4D, filter as Tensor4D, shape, stride, padding);
    return activate(bias === null ? y : add(y, bias), activation, slope);
  });
}
