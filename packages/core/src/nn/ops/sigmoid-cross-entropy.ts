/** Cross-entropy of Bernoulli labels from logits. */

import {
  abs,
  add,
  exp,
  log1p,
  mul,
  neg,
  relu,
  sub,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';

/** max(x, 0) - x z + log(1 + exp(-|x|)) of every logit x and label z. */
export function sigmoidCrossEntropy(logits: Tensor, labels: Tensor | number): Tensor {
  return tidy(() => add(sub(relu(logits), mul(logits, labels)), log1p(exp(neg(abs(logits))))));
}
