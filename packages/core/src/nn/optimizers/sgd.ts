/** Gradient descent with momentum: Sutskever et al., "On the importance of initialization and momentum" (2013), as PyTorch has it. */

import { sgdUpdate } from '../ops/optimizer-updates/sgd.ts';
import type { Variables } from '../parameters/variables.ts';
import {
  makeOptimizer,
  type Optimizer,
  type OptimizerOptions,
  requireFraction,
  type WeightDecay,
} from './optimizer.ts';
import type { Schedule } from './schedules.ts';

/** Of `sgd`. */
export interface SgdOptions extends OptimizerOptions, WeightDecay {
  /** @default 1e-3 */
  readonly learningRate?: number | Schedule;
  /** How much of the last change is made again; with 0 there are no slots. @default 0 */
  readonly momentum?: number;
  /** Whether the gradient is taken where momentum will have led. @default false */
  readonly nesterov?: boolean;
}

/**
 * Gradient descent; weight decay joins the gradient.
 *
 * @throws OptionError for an option out of its range
 * @example
 * const optimizer = sgd(model.variables, { learningRate: cosine(0.1, { steps: 1000 }), momentum: 0.9 });
 */
export function sgd(variables: Variables, options: SgdOptions = {}): Optimizer {
  const { learningRate = 1e-3, momentum = 0, nesterov = false } = options;
  requireFraction('momentum', momentum);
  return makeOptimizer(
    variables,
    momentum > 0 ? ['momentum_buffer'] : [],
    { ...options, learningRate },
    ({ variable, gradient, gradientScale, slots: [buffer], learningRate, weightDecay: l2 }) =>
      sgdUpdate(variable, gradient, buffer ? { buffer } : {}, {
        learningRate,
        momentum,
        nesterov,
        l2,
        gradientScale,
      }),
  );
}
