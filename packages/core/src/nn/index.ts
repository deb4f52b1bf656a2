/** @ferrogen/core/nn: what models are built of, on TensorFlow.js. A table of contents. */

import '@ferrogen/tfjs-gradients';

export { causalAttention } from './ops/causal-attention.ts';
export { gelu } from './ops/gelu.ts';
export { type GruResult, type GruWeights, gru } from './ops/gru.ts';
export { type LstmResult, type LstmState, type LstmWeights, lstm } from './ops/lstm.ts';
export { softmaxCrossEntropy } from './ops/softmax-cross-entropy.ts';
