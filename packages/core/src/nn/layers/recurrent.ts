/**
 * What recurrent layers have in common: several on top of each other, dropout between them, state carried in and out. Knows
 * nothing of what happens within one of them.
 */

import { type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { Prng } from '../../random/prng.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { recurrentUniform } from '../initializers/random.ts';
import { dropout } from '../ops/dropout.ts';
import { disposeVariables, parameter, type Variables } from '../parameters/variables.ts';
import { requireRate } from './dropout.ts';
import { type ApplyOptions, requireRandom, requireShape, requireSizes } from './layer.ts';

/** How an Elman, Gru or Lstm is made: numbers of inputs and units at each time, and what its weights need. */
export interface RecurrentConfig {
  readonly inputs: number;
  readonly units: number;
  /** How many on top of each other. @default 1 */
  readonly layers?: number;
  /** Rate of dropout on what one hands to the next. @default 0 */
  readonly dropout?: number;
  /** The source of the first weights. */
  readonly random: Prng;
  /** Of `weight_ih` and the biases, and of `weight_hh` unless that has its own. @default recurrentUniform(units) */
  readonly initializer?: Initializer;
  /** Of `weight_hh`. @default the other initialiser */
  readonly recurrentInitializer?: Initializer;
  /** What errors call it. @default its class */
  readonly name?: string;
}

/** How a recurrent layer is applied. */
export interface RecurrentApplyOptions<State> extends ApplyOptions {
  /** Where to go on from, one state per layer. @default zeros */
  readonly states?: readonly State[] | null;
}

/** What a recurrent layer gives; all of it is the caller's to dispose. */
export interface Recurrence<State> {
  /** [batch, time, units] of the topmost layer. */
  readonly outputs: Tensor;
  /** After the last step, one per layer. */
  readonly states: State[];
}

/** What one layer of a stack owns. */
export interface RecurrentWeights {
  readonly kernel: Variable;
  readonly recurrentKernel: Variable;
  readonly bias: Variable;
  /** Only where it was asked for. */
  readonly recurrentBias: Variable | null;
}

/** The weights of all layers of a stack, and their variables by PyTorch's names. */
function makeRecurrentWeights(
  name: string,
  config: RecurrentConfig,
  form: { readonly gates: number; readonly recurrentBias: boolean },
): { weights: readonly RecurrentWeights[]; variables: Variables } {
  const { inputs, units, layers = 1, random, initializer = recurrentUniform(units) } = config;
  requireSizes(name, { inputs, units, layers });
  requireRate(name, config.dropout ?? 0);
  const { recurrentInitializer = initializer } = config;
  const variables = new Map<string, Variable>();
  const weights = Array.from({ length: layers }, (_, layer): RecurrentWeights => {
    const source = random.split(layer);
    const made = (leaf: string, index: number, rows: number | null, first: Initializer) => {
      const columns = form.gates * units;
      const shape = rows === null ? [columns] : [rows, columns];
      const fan = { in: rows ?? units, out: columns };
      const variable = parameter(first(shape, fan, source.split(index)));
      variables.set(`${leaf}_l${layer}`, variable);
      return variable;
    };
    return {
      kernel: made('weight_ih', 0, layer === 0 ? inputs : units, initializer),
      recurrentKernel: made('weight_hh', 1, units, recurrentInitializer),
      bias: made('bias_ih', 2, null, initializer),
      recurrentBias: form.recurrentBias ? made('bias_hh', 3, null, initializer) : null,
    };
  });
  return { weights, variables };
}

/** A map of sequences that remembers: layers on top of each other, of which a subclass says what one of them does. */
export abstract class RecurrentLayer<State extends object> {
  /** Named as in PyTorch: `weight_ih_l0`. */
  readonly variables: Variables;
  readonly #config: RecurrentConfig;
  readonly #name: string;
  readonly #weights: readonly RecurrentWeights[];

  /** @throws OptionError for a size that is no whole number from 1 on, or a rate outside [0, 1) */
  constructor(
    config: RecurrentConfig,
    form: {
      /** What errors call it where its config gives no name. */
      readonly name: string;
      readonly gates: number;
      readonly recurrentBias: boolean;
    },
  ) {
    this.#config = config;
    this.#name = config.name ?? form.name;
    const { weights, variables } = makeRecurrentWeights(this.#name, config, form);
    this.#weights = weights;
    this.variables = variables;
  }

  /** @throws ShapeError where x is not [batch, time, inputs] or a state not [batch, units] */
  apply(x: Tensor, how: RecurrentApplyOptions<State> = {}): Recurrence<State> {
    const { inputs, units, dropout: rate = 0 } = this.#config;
    const layers = this.#weights.length;
    requireShape(this.#name, 'x', x, ['batch', 'time', inputs]);
    const states = how.states ?? null;
    if (states !== null) requireStates(this.#name, states, layers, [x.shape[0]!, units]);
    const drops = how.training === true && rate > 0 && layers > 1;
    const random = drops ? requireRandom(this.#name, how) : null;
    return tidy(() => {
      const ends: State[] = [];
      let outputs = x; // [batch, time, inputs]
      this.#weights.forEach((own, layer) => {
        if (random !== null && layer > 0) outputs = dropout(outputs, rate, random.split(layer));
        const result = this.applyLayer(outputs, own, states?.[layer] ?? null);
        outputs = result.outputs; // [batch, time, units]
        ends.push(result.state);
      });
      return { outputs, states: ends as never };
    }) as Recurrence<State>;
  }

  /** Disposes the weights. */
  dispose(): void {
    disposeVariables(this.variables);
  }

  /** One layer over x [batch, time, its inputs], from `state` on, or from zeros. */
  protected abstract applyLayer(
    x: Tensor,
    weights: RecurrentWeights,
    state: State | null,
  ): { outputs: Tensor; state: State };
}

function requireStates(
  name: string,
  states: readonly object[],
  layers: number,
  shape: readonly [number, number],
): void {
  if (states.length !== layers)
    throw new RangeError(
      `cannot apply ${name}: there is one state per layer, ${layers}; got ${states.length}`,
    );
  for (const state of states)
    for (const [part, each] of Object.entries('shape' in state ? { h: state } : state))
      requireShape(name, `state ${part}`, each as Tensor, shape);
}
