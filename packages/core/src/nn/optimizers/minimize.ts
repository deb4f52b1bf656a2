/** One update of everything that an optimiser owns, from a loss. */

import type { Scalar } from '@tensorflow/tfjs-core';
import { differentiate, disposeAll, type LossFunction } from '../gradients/differentiate.ts';
import type { Optimizer } from './optimizer.ts';

/**
 * Differentiates the loss with respect to the optimiser's variables and applies the gradients.
 *
 * @returns the losses before the update, `loss` and all others that the function gave; they are the caller's to dispose
 * @throws RangeError as `differentiate`
 * @example
 * const optimizer = adam(model.variables);
 * const { loss } = minimize(optimizer, () => meanSquaredError(model.apply(x), y));
 */
export function minimize(
  optimizer: Optimizer,
  loss: LossFunction,
): Readonly<Record<string, Scalar>> & { readonly loss: Scalar } {
  const { loss: value, losses, gradients } = differentiate(loss, optimizer.variables);
  optimizer.apply(gradients);
  disposeAll(gradients);
  return { ...losses, loss: value };
}
