/**
 * Adam: Kingma & Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1; and AdamW: Loshchilov & Hutter,
 * "Decoupled weight decay regularization" (2019), algorithm 2. Epsilon is outside the root, as PyTorch has it.
 */

import { adamUpdate } from '../ops/optimizer-updates/adam.ts';
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

/** Of `adam` and `adamw`. */
export interface AdamOptions extends OptimizerOptions, WeightDecay {
  /** @default 1e-3 */
  readonly learningRate?: number | Schedule;
  /** Decay of the average of gradients. @default 0.9 */
  readonly beta1?: number;
  /** Decay of the average of their squares. @default 0.999 */
  readonly beta2?: number;
  /** @default 1e-8 */
  readonly epsilon?: number;
}

/**
 * Adam; its weight decay is a penalty: decay times the weight joins the gradient.
 *
 * @throws OptionError for an option out of its range
 * @example
 * const optimizer = adam(model.variables, { learningRate: 2e-4, beta1: 0.5 });
 * const { loss, gradients } = differentiate(() => meanSquaredError(model.apply(x), y), model.variables);
 * optimizer.apply(gradients);
 */
export function adam(variables: Variables, options: AdamOptions = {}): Optimizer {
  return makeAdam(variables, options, 'l2');
}

/**
 * Adam with decoupled weight decay: each weight shrinks by rate times decay besides.
 *
 * @param options as of `adam`; weightDecay is 0.01 by default
 * @throws OptionError for an option out of its range
 */
export function adamw(variables: Variables, options: AdamOptions = {}): Optimizer {
  const { weightDecay = 0.01 } = options;
  return makeAdam(variables, { ...options, weightDecay }, 'weightDecay');
}

function makeAdam(
  variables: Variables,
  options: AdamOptions,
  decay: 'l2' | 'weightDecay',
): Optimizer {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  requireFraction('beta1', beta1);
  requireFraction('beta2', beta2);
  requireAtLeast('epsilon', epsilon, 0);
  return makeOptimizer(
    variables,
    ['exp_avg', 'exp_avg_sq'],
    { ...options, learningRate },
    ({ variable, gradient, gradientScale, slots, learningRate, step, weightDecay }) =>
      adamUpdate(
        variable,
        gradient,
        { firstMoment: slots[0]!, secondMoment: slots[1]! },
        {
          learningRate,
          step,
          beta1,
          beta2,
          epsilon,
          gradientScale,
          [decay]: weightDecay,
        },
      ),
  );
}
