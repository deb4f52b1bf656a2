/** Cross-entropy of classes from logits. */

import { logSoftmax, mul, neg, oneHot, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** -log softmax(logits)[id] of every row. */
export function softmaxCrossEntropy(logits: Tensor, ids: Tensor): Tensor {
  return tidy(() => {
    const classes = logits.shape.at(-1)!;
    return neg(sum(mul(logSoftmax(logits), oneHot(ids, classes, 1, 0, 'float32')), -1));
  });
}
