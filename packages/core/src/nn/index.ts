/** @ferrogen/core/nn: what models are built of, on TensorFlow.js. A table of contents. */

import '@ferrogen/tfjs-gradients';

export {
  type BatchNormOptions,
  type BatchNormResult,
  batchNorm,
  batchNormInference,
} from './ops/batch-norm.ts';
export { dropout } from './ops/dropout.ts';
export { type GeluOptions, gelu } from './ops/gelu.ts';
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
export {
  type NormalOptions,
  randomNormal,
  randomUniform,
  truncatedNormal,
  type UniformOptions,
} from './ops/random.ts';
export { sigmoidCrossEntropy } from './ops/sigmoid-cross-entropy.ts';
