/** @ferrogen/core/nn: what models are built of, on TensorFlow.js. A table of contents. */

import '@ferrogen/tfjs-gradients';

export { type Activation, type ActivationOptions, activate } from './ops/activation.ts';
export { type ConvTranspose2dOptions, convTranspose2d } from './ops/conv-transpose2d.ts';
export { type Conv2dOptions, conv2d } from './ops/conv2d.ts';
export type { Padding } from './ops/convolution.ts';
export { dense } from './ops/dense.ts';
export { gelu } from './ops/gelu.ts';
