/**
 * What every optimiser is: it owns the slots of its variables and counts its steps. All of its state is in `slots` and
 * `steps`, so that a run can be saved and resumed.
 */

import { type Tensor, type Variable, zeros } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { buffer, disposeVariables, type Variables } from '../parameters/variables.ts';
import { type Clipping, clipped, requireClipping } from './clipping.ts';
import type { Schedule } from './schedules.ts';

/** Updates variables by their gradients. */
export interface Optimizer {
  /** What it updates, by name: the variables that were trainable when it was made. */
  readonly variables: Variables;
  /** Its memory, by PyTorch's word for the slot, a dot and the variable's name: `exp_avg.fc.weight`. */
  readonly slots: Variables;
  /** How many updates were made. Set it to resume. */
  steps: number;
  /**
   * One update. Gradients stay the caller's. A variable without one, or frozen by now, keeps its value and its slots.
   *
   * @throws RangeError for a gradient of a variable that is not this optimiser's, or of another shape
   */
  apply(gradients: ReadonlyMap<string, Tensor>): void;
  /** Disposes the slots; the variables are the model's. */
  dispose(): void;
}

/** What all optimisers understand. */
export interface OptimizerOptions {
  /** The step size, or a function of the number of updates made before. */
  readonly learningRate?: number | Schedule;
  /** @default none */
  readonly clip?: Clipping;
}

/** One update of one variable. */
export interface VariableUpdate {
  readonly variable: Variable;
  readonly gradient: Tensor;
  /** By what the gradient is to be multiplied: 1 or a scalar tensor. */
  readonly gradientScale: Tensor | number;
  /** The variable's slots, in the order of their words. */
  readonly slots: readonly Variable[];
  readonly learningRate: number;
  /** Number of this update, from 1. */
  readonly step: number;
  readonly weightDecay: number;
}

/** Weight decay, and which variables it is for. */
export interface WeightDecay {
  /** @default 0 */
  readonly weightDecay?: number;
  /**
   * Which variables decay, by name.
   * @default all
   * @example (name) => name.endsWith('weight') && !name.includes('norm')
   */
  readonly decays?: (name: string) => boolean;
}

/** An optimiser whose slots have these words and whose updates are made by `update`. */
export function makeOptimizer(
  variables: Variables,
  words: readonly string[],
  options: OptimizerOptions & WeightDecay & { readonly learningRate: number | Schedule },
  update: (each: VariableUpdate) => void,
): Optimizer {
  const { learningRate, clip, weightDecay = 0, decays = () => true } = options;
  if (typeof learningRate === 'number') requireAtLeast('learningRate', learningRate, 0);
  requireAtLeast('weightDecay', weightDecay, 0);
  requireClipping(clip);
  const own = new Map([...variables].filter(([, { trainable }]) => trainable));
  const slots = new Map<string, Variable>();
  for (const word of words)
    for (const [name, { shape }] of own) slots.set(`${word}.${name}`, buffer(zeros(shape)));
  return {
    variables: own,
    slots,
    steps: 0,
    apply(gradients) {
      for (const [name, { shape }] of gradients) requireOwn(name, shape, own);
      const rate = typeof learningRate === 'number' ? learningRate : learningRate(this.steps);
      this.steps += 1;
      const due = [...gradients].filter(([name]) => own.get(name)!.trainable);
      clipped(due, clip, (name, gradient, gradientScale) =>
        update({
          variable: own.get(name)!,
          gradient,
          gradientScale,
          slots: words.map((word) => slots.get(`${word}.${name}`)!),
          learningRate: rate,
          step: this.steps,
          weightDecay: decays(name) ? weightDecay : 0,
        }),
      );
    },
    dispose: () => disposeVariables(slots),
  };
}

/** @throws OptionError where the value is below the least one, or no number */
export function requireAtLeast(option: string, value: number, least: number): void {
  if (!(value >= least && Number.isFinite(value)))
    throw new OptionError(option, `${option} is a finite number from ${least} on; got ${value}`);
}

/** @throws OptionError where the value is not in [0, 1) */
export function requireFraction(option: string, value: number): void {
  if (!(value >= 0 && value < 1))
    throw new OptionError(option, `${option} is from 0 to below 1; got ${value}`);
}

function requireOwn(name: string, shape: readonly number[], own: Variables): void {
  const variable = own.get(name);
  if (variable === undefined)
    throw new RangeError(
      `cannot apply the gradient of ${name}: this optimiser updates ${[...own.keys()].join(', ')}; make it with every variable that is to learn`,
    );
  if (`${shape}` !== `${variable.shape}`)
    throw new RangeError(
      `cannot apply the gradient of ${name}: a gradient has its variable's shape, [${variable.shape.join(', ')}]; got [${shape.join(', ')}]`,
    );
}
