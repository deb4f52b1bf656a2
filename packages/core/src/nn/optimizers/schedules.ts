/** Learning rates that change: functions of the number of updates made before, without memory. */

import { OptionError } from '../../errors.ts';

/** The learning rate of update number `step`, counted from 0. */
export type Schedule = (step: number) => number;

/** Always the same rate. */
export function constant(rate: number): Schedule {
  return () => rate;
}

/** From `rate` to `end` on a straight line over `steps`, then `end`. */
export function linear(
  rate: number,
  options: { readonly steps: number; readonly end?: number },
): Schedule {
  const { steps, end = 0 } = options;
  requireSteps('steps', steps);
  return (step) => rate + (end - rate) * Math.min(step / steps, 1);
}

/**
 * Half a cosine from `rate` down to `end` over `steps`, then `end`: Loshchilov & Hutter, "SGDR: Stochastic gradient descent
 * with warm restarts" (2017), equation 5, without restarts.
 */
export function cosine(
  rate: number,
  options: { readonly steps: number; readonly end?: number },
): Schedule {
  const { steps, end = 0 } = options;
  requireSteps('steps', steps);
  return (step) => end + ((rate - end) * (1 + Math.cos(Math.PI * Math.min(step / steps, 1)))) / 2;
}

/** `rate` times `factor` to the power step / steps. */
export function exponential(
  rate: number,
  options: { readonly factor: number; readonly steps?: number },
): Schedule {
  const { factor, steps = 1 } = options;
  requireSteps('steps', steps);
  return (step) => rate * factor ** (step / steps);
}

/** `rate`, times `factor` once more from each of the boundaries on. */
export function stepwise(
  rate: number,
  options: { readonly boundaries: readonly number[]; readonly factor: number },
): Schedule {
  const { boundaries, factor } = options;
  return (step) => rate * factor ** boundaries.filter((boundary) => step >= boundary).length;
}

/**
 * Another schedule after a warm-up: over the first `steps` updates its first rate grows on a straight line from a
 * `steps`-th of it; then the schedule begins.
 *
 * @example
 * adamw(model.variables, { learningRate: warmUp(cosine(3e-4, { steps: 900 }), 100) });
 */
export function warmUp(then: Schedule, steps: number): Schedule {
  requireSteps('steps', steps);
  return (step) => (step < steps ? (then(0) * (step + 1)) / steps : then(step - steps));
}

/**
 * Another schedule after a while: its first rate over the first `steps` updates, then it begins.
 *
 * @example
 * adam(generator.variables, { learningRate: hold(linear(2e-4, { steps: 5000 }), 5000) });
 */
export function hold(then: Schedule, steps: number): Schedule {
  requireSteps('steps', steps);
  return (step) => then(Math.max(step - steps, 0));
}

function requireSteps(option: string, steps: number): void {
  if (!(steps > 0))
    throw new OptionError(option, `a schedule takes more than 0 steps; got ${steps}`);
}
