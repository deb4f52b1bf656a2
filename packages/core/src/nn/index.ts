/** @ferrogen/core/nn: what models are built of, on TensorFlow.js. A table of contents. */

import '@ferrogen/tfjs-gradients';

export { gelu } from './ops/gelu.ts';
