/** Losses of real numbers, and of latent variables. */

import {
  add,
  exp,
  mul,
  neg,
  square,
  squaredDifference,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { type Reduced, type Reduction, reduce, requireSameShape } from './reduction.ts';

/**
 * (prediction - target)^2 of each value.
 *
 * @param prediction any shape
 * @param target the same shape, or a scalar for all
 * @param reduction over all values; `none` gives the shape of prediction
 * @throws RangeError where the shapes differ
 */
export function meanSquaredError<R extends Reduction = 'mean'>(
  prediction: Tensor,
  target: Tensor,
  reduction: R = 'mean' as R,
): Reduced<R> {
  requireSameShape('meanSquaredError', ['prediction', prediction], { target });
  return tidy(() => reduce(squaredDifference(prediction, target), reduction));
}

/**
 * -log of the normal density of each value: (log 2 pi + log variance + (x - mean)^2 / variance) / 2.
 *
 * @param x any shape
 * @param mean the same shape, or a scalar for all
 * @param logVariance the same shape, or a scalar or number for all
 * @param reduction over all values; `none` gives the shape of x
 * @throws RangeError where the shapes differ
 */
export function gaussianLoss<R extends Reduction = 'mean'>(
  x: Tensor,
  mean: Tensor,
  logVariance: Tensor | number,
  reduction: R = 'mean' as R,
): Reduced<R> {
  requireSameShape('gaussianLoss', ['x', x], { mean, logVariance });
  return tidy(() => {
    const precision =
      typeof logVariance === 'number' ? Math.exp(-logVariance) : exp(neg(logVariance));
    const scaled = mul(squaredDifference(x, mean), precision);
    const losses = mul(0.5, add(add(scaled, logVariance), Math.log(2 * Math.PI)));
    return reduce(losses, reduction);
  });
}

/**
 * Divergence of a normal distribution with diagonal covariance from the standard one: the sum over the last axis of
 * (variance + mean^2 - 1 - log variance) / 2. Kingma & Welling, "Auto-encoding variational Bayes" (2014), appendix B.
 *
 * @param mean [..., size]
 * @param logVariance [..., size]
 * @param reduction over the rows; `none` gives [...]
 * @throws RangeError where the shapes differ
 */
export function normalDivergence<R extends Reduction = 'mean'>(
  mean: Tensor,
  logVariance: Tensor,
  reduction: R = 'mean' as R,
): Reduced<R> {
  requireSameShape('normalDivergence', ['mean', mean], { logVariance });
  return tidy(() => {
    const spread = sub(sub(exp(logVariance), 1), logVariance);
    const rows = mul(0.5, sum(add(spread, square(mean)), -1)); // [...]
    return reduce(rows, reduction);
  });
}
