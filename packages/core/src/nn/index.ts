/** @ferrogen/core/nn: what models are built of, on TensorFlow.js. A table of contents. */

import '@ferrogen/tfjs-gradients';

export { type Activation, type ActivationOptions, activate } from './ops/activation.ts';
export {
  type BatchNormOptions,
  type BatchNormResult,
  batchNorm,
  batchNormInference,
} from './ops/batch-norm.ts';
export { type ConvTranspose2dOptions, convTranspose2d } from './ops/conv-transpose2d.ts';
export { type Conv2dOptions, conv2d } from './ops/conv2d.ts';
export type { Padding } from './ops/convolution.ts';
export { dense } from './ops/dense.ts';
export { gelu } from './ops/gelu.ts';
export { type LayerNormOptions, layerNorm } from './ops/layer-norm.ts';
export {
  type AdamSlots,
  type AdamUpdateOptions,
  adamUpdate,
} from './ops/optimizer-updates/adam.ts';
export { emaUpdate } from './ops/optimizer-updates/ema.ts';
export { globalNorm } from './ops/optimizer-updates/global-norm.ts';
export {
  type RmsPropSlots,
  type RmsPropUpdateOptions,
  rmsPropUpdate,
} from './ops/optimizer-updates/rms-prop.ts';
export {
  type SgdSlots,
  type SgdUpdateOptions,
  sgdUpdate,
} from './ops/optimizer-updates/sgd.ts';
export type { UpdateOptions } from './ops/optimizer-updates/update.ts';
