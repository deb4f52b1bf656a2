/**
 * A step of Adam: Kingma & Ba, "Adam" (2015), algorithm 1; with `weightDecay` of AdamW: Loshchilov & Hutter, "Decoupled weight
 * decay regularization" (2019), algorithm 2. Epsilon stands outside the root, as in PyTorch.
 */

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

/** How an Adam step is made. */
export interface AdamUpdateOptions extends UpdateOptions {
  /** The number of this step, from 1: the moments are corrected for their start at 0. */
  readonly step: number;
  /** Decay of the first moment. @default 0.9 */
  readonly beta1?: number;
  /** Decay of the second moment. @default 0.999 */
  readonly beta2?: number;
  /** Added to the root of the second moment. @default 1e-8 */
  readonly epsilon?: number;
  /** Decoupled decay (AdamW): the parameter is multiplied by 1 - learningRate * weightDecay first. @default 0 */
  readonly weightDecay?: number;
}

/** The running moments of a parameter's gradient; they start at 0. */
export interface AdamSlots {
  readonly firstMoment: Variable;
  readonly secondMoment: Variable;
}

/**
 * Takes one step: `parameter` and its slots have new values afterwards, and clones taken before keep the old ones.
 *
 * @throws RangeError if the shapes differ
 */
export function adamUpdate(
  parameter: Variable,
  gradient: Tensor,
  { firstMoment, secondMoment }: AdamSlots,
  options: AdamUpdateOptions,
): void {
  const { learningRate, step, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const stepSize = learningRate / (1 - beta1 ** step);
  const rootCorrection = Math.sqrt(1 - beta2 ** step);
  const shrinkage = 1 - learningRate * (options.weightDecay ?? 0);
  applyUpdate({ parameter, gradient, slots: { firstMoment, secondMoment } }, options, {
    kernel: 'ferrogen.AdamUpdate',
    attributes: { stepSize, beta1, beta2, rootCorrection, epsilon, shrinkage },
    composed: (gradient) => {
      const first = add(firstMoment, mul(sub(gradient, firstMoment), 1 - beta1));
      const second = add(mul(secondMoment, beta2), mul(square(gradient), 1 - beta2));
      const root = add(div(sqrt(second), rootCorrection), epsilon);
      return [sub(mul(parameter, shrinkage), mul(div(first, root), stepSize)), first, second];
    },
  });
}
