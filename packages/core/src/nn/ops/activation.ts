/** What follows a product or a convolution, element by element. */

import { leakyRelu, relu, sigmoid, type Tensor, tanh } from '@tensorflow/tfjs-core';
import { gelu } from './gelu.ts';

/** A function of each value; `leakyRelu` has a slope below zero. */
export type Activation = 'linear' | 'relu' | 'leakyRelu' | 'tanh' | 'sigmoid' | 'gelu';

/** The activation of every value. */
export function activate(x: Tensor, activation: Activation, slope = 0.2): Tensor {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return relu(x);
    case 'leakyRelu':
      return leakyRelu(x, slope);
    case 'tanh':
      return tanh(x);
    case 'sigmoid':
      return sigmoid(x);
    case 'gelu':
      return gelu(x);
  }
}
