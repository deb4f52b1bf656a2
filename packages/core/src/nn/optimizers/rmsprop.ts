/** RMSProp: Tieleman & Hinton, "Lecture 6.5: rmsprop" (2012), with epsilon outside the root, as PyTorch has it. */

import type { Variable } from '@tensorflow/tfjs-core';
import { rmsPropUpdate } from '../ops/optimizer-updates/rms-prop.ts';
import type { Variables } from '../parameters/variables.ts';
import {
  makeOptimizer,
  type Optimizer,
  type OptimizerOptions,
  requireAtLeast,
  requireFraction,
  type WeightDecay,
} from './optimizer.ts';
import type { Schedule } from './schedules.ts';

/** Of `rmsprop`. */
export interface RmsPropOptions extends OptimizerOptions, WeightDecay {
  /** @default 1e-2 */
  readonly learningRate?: number | Schedule;
  /** Decay of the average of squares. @default 0.99 */
  readonly alpha?: number;
  /** @default 1e-8 */
  readonly epsilon?: number;
  /** How much of the last change is made again. @default 0 */
  readonly momentum?: number;
}

/**
 * RMSProp; weight decay joins the gradient.
 *
 * @throws OptionError for an option out of its range
 * @example
 * const optimizer = rmsprop(critic.variables, { learningRate: 5e-5 });
 */
export function rmsprop(variables: Variables, options: RmsPropOptions = {}): Optimizer {
  const { learningRate = 1e-2, alpha = 0.99, epsilon = 1e-8, momentum = 0 } = options;
  requireFraction('alpha', alpha);
  requireFraction('momentum', momentum);
  requireAtLeast('epsilon', epsilon, 0);
  return makeOptimizer(
    variables,
    momentum > 0 ? ['square_avg', 'momentum_buffer'] : ['square_avg'],
    { ...options, learningRate },
    ({ variable, gradient, gradientScale, slots, learningRate, weightDecay: l2 }) => {
      const [meanSquare, buffer] = slots as [Variable, Variable?];
      rmsPropUpdate(variable, gradient, buffer ? { meanSquare, buffer } : { meanSquare }, {
        learningRate,
        decay: alpha,
        epsilon,
        momentum,
        l2,
        gradientScale,
      });
    },
  );
}
