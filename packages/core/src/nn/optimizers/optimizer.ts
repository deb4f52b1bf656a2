/**
 * What every optimiser is: it owns the slots of its variables and counts its steps. All of its state is in `slots` and
 * `steps`, so that a run can be saved and resumed.
 */

import { type Tensor, type Variable, zeros } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import {
  buffer,
  disposeVariables,
  distinctVariables,
  type Variables,
} from '../parameters/variables.ts';
import { type Clipping, clipped, requireClipping } from './clipping.ts';
import type { Schedule } from './schedules.ts';

/** Updates variables by their gradients. */
export interface Optimizer {
  /** What it updates: the variables that were trainable when it was made, each by the first of its names. */
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

/** A variable with what the optimiser keeps for it. */
interface Owned {
  readonly variable: Variable;
  /** In the order of their words. */
  readonly slots: readonly Variable[];
  readonly weightDecay: number;
}

/** One update of one variable. */
export interface VariableUpdate extends Owned {
  readonly gradient: Tensor;
  /** By what the gradient is to be multiplied: 1 or a scalar tensor. */
  readonly gradientScale: Tensor | number;
  readonly learningRate: number;
  /** Number of this update, from 1. */
  readonly step: number;
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
  const slots = new Map<string, Variable>();
  const own = new Map<string, Owned>();
  for (const [name, variable] of distinctVariables(variables)) {
    if (!variable.trainable) continue;
    const made = words.map(() => buffer(zeros(variable.shape)));
    words.forEach((word, index) => {
      slots.set(`${word}.${name}`, made[index]!);
    });
    own.set(name, { variable, slots: made, weightDecay: decays(name) ? weightDecay : 0 });
  }
  return {
    variables: new Map([...own].map(([name, { variable }]) => [name, variable])),
    slots,
    steps: 0,
    apply(gradients) {
      for (const [name, { shape }] of gradients) requireOwn(name, shape, own);
      const due = [...gradients].filter(([name]) => own.get(name)!.variable.trainable);
      const rate = typeof learningRate === 'number' ? learningRate : learningRate(this.steps);
      this.steps += 1;
      clipped(due, clip, (name, gradient, gradientScale) =>
        update({
          ...own.get(name)!,
          gradient,
          gradientScale,
          learningRate: rate,
          step: this.steps,
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
  if (!(Number.isFinite(value) && value >= 0 && value < 1))
    throw new OptionError(option, `${option} is from 0 to below 1; got ${value}`);
}

function requireOwn(name: string, shape: readonly number[], own: ReadonlyMap<string, Owned>): void {
  const owned = own.get(name);
  if (owned === undefined)
    throw new RangeError(
      `cannot apply the gradient of ${name}: this optimiser updates ${[...own.keys()].join(', ')}; make it with every variable that is to learn`,
    );
  if (`${shape}` !== `${owned.variable.shape}`)
    throw new RangeError(
      `cannot apply the gradient of ${name}: a gradient has its variable's shape, [${owned.variable.shape.join(', ')}]; got [${shape.join(', ')}]`,
    );
}
