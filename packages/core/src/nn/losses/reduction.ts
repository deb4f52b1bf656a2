/** How losses of single examples become one. */

import { mean, type Scalar, sum, type Tensor } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';

/** `mean` and `sum` give a scalar, `none` leaves the losses as they are. */
export type Reduction = 'mean' | 'sum' | 'none';

/** What a reduction gives. */
export type Reduced<R extends Reduction> = R extends 'none' ? Tensor : Scalar;

/**
 * The mean or the sum of all values, or all of them.
 * @throws OptionError for another word
 */
export function reduce<R extends Reduction>(losses: Tensor, reduction: R): Reduced<R> {
  switch (reduction) {
    case 'mean':
      return mean(losses) as Reduced<R>;
    case 'sum':
      return sum(losses) as Reduced<R>;
    case 'none':
      return losses as Reduced<R>;
    default:
      throw new OptionError(
        'reduction',
        `a reduction is mean, sum or none; got ${String(reduction)}`,
      );
  }
}

/**
 * Scalars fit all shapes; [batch, 1] and [batch] would be stretched to [batch, batch] in silence.
 * @throws RangeError where a tensor has another shape than the first one
 */
export function requireSameShape(
  loss: string,
  [first, { shape }]: readonly [string, Tensor],
  others: Readonly<Record<string, Tensor | number>>,
): void {
  for (const [name, other] of Object.entries(others))
    if (typeof other !== 'number' && other.rank > 0 && `${other.shape}` !== `${shape}`)
      throw new RangeError(
        `${loss}: ${name} has the shape of ${first}, [${shape.join(', ')}]; got [${other.shape.join(', ')}]; reshape one of them`,
      );
}
