/** @ferrogen/core/nn: what models are built of, on TensorFlow.js. A table of contents. */

import '@ferrogen/tfjs-gradients';

export { causalAttention } from './ops/causal-attention.ts';
export { gelu } from './ops/gelu.ts';
export { softmaxCrossEntropy } from './ops/softmax-cross-entropy.ts';
