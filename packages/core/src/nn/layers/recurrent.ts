/**
 * What recurrent layers have in common: several on top of each other, dropout between them, state carried in and out. Knows
 * nothing of what happens within one of them.
 */

import { type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { Prng } from '../../random/prng.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { recurrentUniform } from '../initializers/random.ts';
import { dropout } from '../ops/dropout.ts';
import { parameter, type Variables } from '../parameters/variables.ts';
import { requireRate } from './dropout.ts';
import { type ApplyOptions, requireRandom, requireShape, requireSizes } from './layer.ts';

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

/** A map of sequences that remembers. */
export interface RecurrentLayer<State> {
  /** Named as in PyTorch: `weight_ih_l0`. */
  readonly variables: Variables;
  /** @param x [batch, time, inputs] */
  apply(x: Tensor, options?: RecurrentApplyOptions<State>): Recurrence<State>;
  dispose(): void;
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
export function makeRecurrentWeights(
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

/** Applies one layer after another by `run`. */
export function applyStack<State extends object>(
  name: string,
  config: RecurrentConfig,
  weights: readonly RecurrentWeights[],
  x: Tensor,
  how: RecurrentApplyOptions<State>,
  run: (
    x: Tensor,
    weights: RecurrentWeights,
    state: State | null,
  ) => { outputs: Tensor; state: State },
): Recurrence<State> {
  const { inputs, units, dropout: rate = 0 } = config;
  requireShape(name, 'x', x, ['batch', 'time', inputs]);
  const states = how.states ?? null;
  if (states !== null) requireStates(name, states, weights.length, [x.shape[0]!, units]);
  const drops = how.training === true && rate > 0 && weights.length > 1;
  const random = drops ? requireRandom(name, how) : null;
  return tidy(() => {
    const ends: State[] = [];
    let outputs = x; // [batch, time, inputs]
    weights.forEach((own, layer) => {
      if (random !== null && layer > 0) outputs = dropout(outputs, rate, random.split(layer));
      const result = run(outputs, own, states?.[layer] ?? null);
      outputs = result.outputs; // [batch, time, units]
      ends.push(result.state);
    });
    return { outputs, states: ends as never };
  }) as Recurrence<State>;
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
