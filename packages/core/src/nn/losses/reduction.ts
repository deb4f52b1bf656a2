/** How losses of single examples become one. */

import { mean, type Scalar, sum, type Tensor } from '@tensorflow/tfjs-core';

/** `mean` and `sum` give a scalar, `none` leaves the losses as they are. */
export type Reduction = 'mean' | 'sum' | 'none';

/** What a reduction gives. */
export type Reduced<R extends Reduction> = R extends 'none' ? Tensor : Scalar;

/** The mean or the sum of all values, or all of them. */
export function reduce<R extends Reduction>(losses: Tensor, reduction: R): Reduced<R> {
  switch (reduction) {
    case 'mean':
      return mean(losses) as Reduced<R>;
    case 'sum':
      return sum(losses) as Reduced<R>;
    default:
      return losses as Reduced<R>;
  }
}
