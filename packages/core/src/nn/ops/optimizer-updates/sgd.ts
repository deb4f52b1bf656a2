/**
 * A step of stochastic gradient descent, with momentum in Polyak's or Nesterov's form as Sutskever, Martens, Dahl & Hinton, "On
 * the importance of initialization and momentum in deep learning" (2013), and PyTorch put it.
 */

import { add, mul, sub, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { applyUpdate, type UpdateOptions } from './update.ts';

/** How a step of gradient descent is made. */
export interface SgdUpdateOptions extends UpdateOptions {
  /** How much of the last step is taken again; it counts where there is a buffer. @default 0.9 */
  readonly momentum?: number;
  /** Whether the gradient is seen from ahead (Nesterov). @default false */
  readonly nesterov?: boolean;
}

/** What momentum keeps of the steps before; it starts at 0. Without a buffer there is no momentum. */
export interface SgdSlots {
  readonly buffer?: Variable;
}

/**
 * Takes one step: `parameter` and its buffer have new values afterwards, and clones taken before keep the old ones.
 *
 * @throws RangeError if the shapes differ
 */
export function sgdUpdate(
  parameter: Variable,
  gradient: Tensor,
  { buffer }: SgdSlots,
  options: SgdUpdateOptions,
): void {
  const { learningRate: stepSize, momentum = 0.9, nesterov = false } = options;
  applyUpdate({ parameter, gradient, slots: buffer === undefined ? {} : { buffer } }, options, {
    kernel: 'ferrogen.SgdUpdate',
    attributes: { stepSize, momentum, nesterov },
    composed: (gradient) => {
      if (buffer === undefined) return [sub(parameter, mul(gradient, stepSize))];
      const velocity = add(mul(buffer, momentum), gradient);
      const direction = nesterov ? add(mul(velocity, momentum), gradient) : velocity;
      return [sub(parameter, mul(direction, stepSize)), velocity];
    },
  });
}
