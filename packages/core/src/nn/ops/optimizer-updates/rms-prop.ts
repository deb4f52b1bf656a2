/** A step of RMSProp: Tieleman & Hinton, "Neural networks for machine learning", lecture 6.5 (2012), in PyTorch's form. */

import {
  add,
  div,
  mul,
  sqrt,
  square,
  sub,
  type Tensor,
  type Variable,
} from '@tensorflow/tfjs-core';
import { applyUpdate, type UpdateOptions } from './update.ts';

/** How an RMSProp step is made. */
export interface RmsPropUpdateOptions extends UpdateOptions {
  /** Decay of the mean square of the gradient (`alpha` in PyTorch). @default 0.99 */
  readonly decay?: number;
  /** Added to the root of the mean square. @default 1e-8 */
  readonly epsilon?: number;
  /** How much of the last step is taken again; it counts where there is a buffer. @default 0.9 */
  readonly momentum?: number;
}

/** The mean square of a parameter's gradient, and what momentum keeps; both start at 0. Without a buffer there is no momentum. */
export interface RmsPropSlots {
  readonly meanSquare: Variable;
  readonly buffer?: Variable;
}

/**
 * Takes one step: `parameter` and its slots have new values afterwards, and clones taken before keep the old ones.
 *
 * @throws RangeError if the shapes differ
 */
export function rmsPropUpdate(
  parameter: Variable,
  gradient: Tensor,
  { meanSquare, buffer }: RmsPropSlots,
  options: RmsPropUpdateOptions,
): void {
  const { learningRate: stepSize, decay = 0.99, epsilon = 1e-8, momentum = 0.9 } = options;
  const slots = buffer === undefined ? { meanSquare } : { meanSquare, buffer };
  applyUpdate({ parameter, gradient, slots }, options, {
    kernel: 'ferrogen.RmsPropUpdate',
    attributes: { stepSize, decay, epsilon, momentum },
    composed: (gradient) => {
      const mean = add(mul(meanSquare, decay), mul(square(gradient), 1 - decay));
      const direction = div(gradient, add(sqrt(mean), epsilon));
      if (buffer === undefined) return [sub(parameter, mul(direction, stepSize)), mean];
      const velocity = add(mul(buffer, momentum), direction);
      return [sub(parameter, mul(velocity, stepSize)), mean, velocity];
    },
  });
}
