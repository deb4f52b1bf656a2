/** Losses of a classifier, from logits. */

import {
  add,
  cast,
  div,
  logSumExp,
  maximum,
  mean,
  mul,
  notEqual,
  type Scalar,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { sigmoidCrossEntropy } from '../ops/sigmoid-cross-entropy.ts';
import { softmaxCrossEntropy } from '../ops/softmax-cross-entropy.ts';
import { type Reduced, type Reduction, reduce } from './reduction.ts';

/**
 * -label log p - (1 - label) log (1 - p) of each value, p being the sigmoid of its logit.
 *
 * @param logits any shape
 * @param labels the same shape, or one number for all; from 0 to 1
 * @param reduction over all values; `none` gives the shape of logits
 */
export function sigmoidCrossEntropyLoss<R extends Reduction = 'mean'>(
  logits: Tensor,
  labels: Tensor | number,
  reduction: R = 'mean' as R,
): Reduced<R> {
  return tidy(() => reduce(sigmoidCrossEntropy(logits, labels), reduction));
}

/** What softens or leaves out labels. */
export interface SoftmaxCrossEntropyOptions {
  /**
   * Share of the label that is spread evenly over all classes: Szegedy et al., "Rethinking the Inception architecture" (2016),
   * section 7. From 0 to 1.
   * @default 0
   */
  readonly labelSmoothing?: number;
  /** An id whose rows do not count, padding for example. @default none */
  readonly ignoredId?: number;
}

/**
 * -log softmax(logits)[id] of each row.
 *
 * @param logits [..., classes]
 * @param ids int32 [...], from 0 to below classes
 * @param reduction over the rows that count: their mean (0 where none does) or sum; `none` gives [...], 0 where ignored
 * @throws OptionError for a smoothing outside [0, 1]
 * @example
 * const loss = softmaxCrossEntropyLoss(model.apply(tokens), next); // nats per token
 */
export function softmaxCrossEntropyLoss<R extends Reduction = 'mean'>(
  logits: Tensor,
  ids: Tensor,
  reduction: R = 'mean' as R,
  options: SoftmaxCrossEntropyOptions = {},
): Reduced<R> {
  const { labelSmoothing = 0, ignoredId } = options;
  if (!(Number.isFinite(labelSmoothing) && labelSmoothing >= 0 && labelSmoothing <= 1))
    throw new OptionError('labelSmoothing', `labelSmoothing is from 0 to 1; got ${labelSmoothing}`);
  return tidy(() => {
    if (ignoredId === undefined) return reduce(rowLosses(logits, ids, labelSmoothing), reduction);
    const counts = notEqual(ids, ignoredId);
    const weights = cast(counts, 'float32'); // [...]
    // An ignored id need not be a class: its row is looked up under 0 and then weighs nothing.
    const losses = rowLosses(logits, mul(ids, cast(counts, 'int32')), labelSmoothing);
    const weighted = mul(losses, weights);
    if (reduction !== 'mean') return reduce(weighted, reduction);
    return div(sum(weighted), maximum(sum(weights), 1)) as Scalar as Reduced<R>;
  });
}

function rowLosses(logits: Tensor, ids: Tensor, smoothing: number): Tensor {
  const losses = softmaxCrossEntropy(logits, ids); // [...]
  if (smoothing === 0) return losses;
  const even = sub(logSumExp(logits, -1), mean(logits, -1)); // the loss of an even label
  return add(mul(losses, 1 - smoothing), mul(even, smoothing));
}
