/** What TensorFlow.js hands to the kernels of a convolution's two gradients. */

import type { backend_util } from '@tensorflow/tfjs-core';

export interface BackpropAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}
