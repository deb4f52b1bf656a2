/** Exponential moving averages of a model's variables, to evaluate and sample with: Polyak & Juditsky (1992), as GANs use them. */

import { OptionError } from '../errors.ts';
import { emaUpdate } from './ops/optimizer-updates/ema.ts';
import { assignVariables } from './parameters/assign-variables.ts';
import { takeSnapshot } from './parameters/snapshot.ts';
import {
  buffer,
  disposeVariables,
  joinVariables,
  trainableVariables,
  type Variables,
} from './parameters/variables.ts';

/** How averages forget. */
export interface EmaOptions {
  /** How much of the average stays at each update. From 0 to below 1. @default 0.999 */
  readonly decay?: number;
  /**
   * Whether the decay starts small: update number t, from 1, uses min(decay, t / (t + 9)), so that the first values soon have
   * no weight. (TensorFlow's ExponentialMovingAverage with `num_updates` = t - 1.)
   * @default true
   */
  readonly warmUp?: boolean;
}

/**
 * Averages by the names of their variables, buffers too: those are copied, not averaged.
 *
 * @example
 * const ema = new Ema(generator.variables, { decay: 0.999 });  // 1. begins at the present values
 * ema.update();                                                // 2. after every step of the optimiser
 * const swapOut = ema.swapIn();                                // 3. the averages in the model's place
 * const images = generator.apply(z);
 * swapOut();                                                   // 4. and as before
 */
export class Ema {
  /** By the variables' names. */
  readonly averages: Variables;
  /** The averages as an optimiser's slots are named, `average.fc.weight`. With `steps` this is all of its state. */
  readonly slots: Variables;
  /** How many updates were made. Set it to resume. */
  steps = 0;
  readonly #variables: Variables;
  /** The names of what is averaged, frozen or not: to copy what was frozen would undo its average. */
  readonly #learnt: ReadonlySet<string>;
  readonly #decay: number;
  readonly #warmUp: boolean;

  /** @throws OptionError for a decay outside [0, 1) */
  constructor(variables: Variables, { decay = 0.999, warmUp = true }: EmaOptions = {}) {
    if (!(decay >= 0 && decay < 1))
      throw new OptionError('decay', `a decay is from 0 to below 1; got ${decay}`);
    this.#variables = variables;
    this.#learnt = new Set(trainableVariables(variables).keys());
    this.#decay = decay;
    this.#warmUp = warmUp;
    this.averages = new Map([...variables].map(([name, each]) => [name, buffer(each.clone())]));
    this.slots = joinVariables({ average: this.averages });
  }

  /** average = decay average + (1 - decay) value, for every variable that was trainable at first; buffers are copied. */
  update(): void {
    this.steps += 1;
    const warm = this.steps / (this.steps + 9);
    const decay = this.#warmUp ? Math.min(this.#decay, warm) : this.#decay;
    for (const [name, average] of this.averages) {
      const variable = this.#variables.get(name)!;
      if (this.#learnt.has(name)) emaUpdate(average, variable, decay);
      else average.assign(variable);
    }
  }

  /**
   * Puts the averages in the variables' place, and returns what gives the variables their own values back. No value is copied.
   */
  swapIn(): () => void {
    const own = takeSnapshot(this.#variables);
    assignVariables(this.#variables, this.averages);
    return () => {
      own.restore();
      own.dispose();
    };
  }

  dispose(): void {
    disposeVariables(this.averages);
  }
}
