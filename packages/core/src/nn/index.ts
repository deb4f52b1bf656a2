/** @ferrogen/core/nn: what models are built of, on TensorFlow.js. A table of contents. */

import '@ferrogen/tfjs-gradients';

export { Ema, type EmaOptions } from './ema.ts';
export {
  type Differentiated,
  differentiate,
  disposeAll,
  type LossFunction,
} from './gradients/differentiate.ts';
export { gradientPenalty } from './gradients/gradient-penalty.ts';
export { constantValues, oneValues, zeroValues } from './initializers/constant.ts';
export {
  convFan,
  convTransposeFan,
  denseFan,
  type Fan,
  type Initializer,
} from './initializers/initializer.ts';
export { orthogonal } from './initializers/orthogonal.ts';
export {
  fanInUniform,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  normalValues,
  recurrentUniform,
  truncatedNormalValues,
  uniformValues,
} from './initializers/random.ts';
export { BatchNorm, type BatchNormConfig } from './layers/batch-norm.ts';
export {
  CausalSelfAttention,
  type CausalSelfAttentionConfig,
} from './layers/causal-self-attention.ts';
export { ConvTranspose2d, type ConvTranspose2dConfig } from './layers/conv-transpose2d.ts';
export { Conv2d, type Conv2dConfig } from './layers/conv2d.ts';
export { Dense, type DenseConfig } from './layers/dense.ts';
export { Dropout, type DropoutConfig } from './layers/dropout.ts';
export { Elman, type ElmanConfig } from './layers/elman.ts';
export { Embedding, type EmbeddingConfig } from './layers/embedding.ts';
export { Gru } from './layers/gru.ts';
export { type ApplyOptions, type Layer, type Shape, ShapeError } from './layers/layer.ts';
export { LayerNorm, type LayerNormConfig } from './layers/layer-norm.ts';
export { Lstm } from './layers/lstm.ts';
export type {
  Recurrence,
  RecurrentApplyOptions,
  RecurrentConfig,
  RecurrentLayer,
} from './layers/recurrent.ts';
export { Residual } from './layers/residual.ts';
export { type Part, Sequential } from './layers/sequential.ts';
export { SpectralNorm } from './layers/spectral-norm.ts';
export type { WeightedConfig } from './layers/weighted.ts';
export {
  type AdversarialLoss,
  hingeLoss,
  minimaxLoss,
  nonSaturatingLoss,
  relativisticLoss,
} from './losses/adversarial.ts';
export {
  type SoftmaxCrossEntropyOptions,
  sigmoidCrossEntropyLoss,
  softmaxCrossEntropyLoss,
} from './losses/cross-entropy.ts';
export type { Reduced, Reduction } from './losses/reduction.ts';
export { gaussianLoss, meanSquaredError, normalDivergence } from './losses/regression.ts';
export { type Activation, type ActivationOptions, activate } from './ops/activation.ts';
export {
  type BatchNormOptions,
  type BatchNormResult,
  batchNorm,
  batchNormInference,
} from './ops/batch-norm.ts';
export {
  AttentionMemory,
  type LayerMemory,
  type MemoryBody,
} from './ops/cached-attention/attention-memory.ts';
export { composedMemory } from './ops/cached-attention/composed-memory.ts';
export { fusedMemory } from './ops/cached-attention/fused-memory.ts';
export { SeenPositions } from './ops/cached-attention/seen-positions.ts';
export { type CausalAttentionOptions, causalAttention } from './ops/causal-attention.ts';
export { type ConvTranspose2dOptions, convTranspose2d } from './ops/conv-transpose2d.ts';
export { type Conv2dOptions, conv2d } from './ops/conv2d.ts';
export type { Padding } from './ops/convolution.ts';
export { dense } from './ops/dense.ts';
export { dropout } from './ops/dropout.ts';
export { type GeluOptions, gelu } from './ops/gelu.ts';
export { type GruResult, type GruWeights, gru } from './ops/gru.ts';
export { type LayerNormOptions, layerNorm } from './ops/layer-norm.ts';
export { lookUp, oneHot } from './ops/look-up.ts';
export { type LstmResult, type LstmState, type LstmWeights, lstm } from './ops/lstm.ts';
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
export { softmaxCrossEntropy } from './ops/softmax-cross-entropy.ts';
export { type AdamOptions, adam, adamw } from './optimizers/adam.ts';
export type { Clipping } from './optimizers/clipping.ts';
export { minimize } from './optimizers/minimize.ts';
export type { Optimizer, OptimizerOptions, WeightDecay } from './optimizers/optimizer.ts';
export { type RmsPropOptions, rmsprop } from './optimizers/rmsprop.ts';
export {
  constant,
  cosine,
  exponential,
  hold,
  linear,
  type Schedule,
  stepwise,
  warmUp,
} from './optimizers/schedules.ts';
export { type SgdOptions, sgd } from './optimizers/sgd.ts';
export {
  type Assigned,
  type AssignOptions,
  assignVariables,
  checkVariables,
  VariablesError,
} from './parameters/assign-variables.ts';
export { type Snapshot, takeSnapshot } from './parameters/snapshot.ts';
export { loadVariables, storeVariables } from './parameters/stored-variables.ts';
export {
  buffer,
  countParameters,
  disposeVariables,
  freeze,
  joinVariables,
  parameter,
  trainableVariables,
  type Variables,
} from './parameters/variables.ts';
export { valuesOf } from './values-of.ts';
