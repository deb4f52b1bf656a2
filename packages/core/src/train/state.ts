/**
 * The whole state of a training, out of tensors and back: a run that is put back to it goes on as if it had never stopped.
 * Knows no file.
 */

import { getBackend } from '@tensorflow/tfjs-core';
import { ModelFileError } from '../errors.ts';
import type { StoredTensor } from '../io/safetensors/read.ts';
import { checkVariables } from '../nn/parameters/assign-variables.ts';
import { loadVariables, storeVariables } from '../nn/parameters/stored-variables.ts';
import type { Variables } from '../nn/parameters/variables.ts';
import { byName } from './by-name.ts';
import type { LossValues } from './events.ts';
import { allFinite } from './guards.ts';
import type { Trainable } from './trainable.ts';
import { TrainingError } from './training-error.ts';

/** Where a training stands beside its tensors: all of it numbers and names. */
export interface TrainingPosition {
  /** Steps made; the next batch is at this position. */
  readonly step: number;
  /** The source that steps split theirs from. */
  readonly random: { readonly seed: number; readonly key: readonly [number, number] };
  readonly batchSize: number;
  readonly batchesPerEpoch: number;
  /** Sums of the losses over the steps of the epoch that is begun. */
  readonly epochLosses: LossValues;
  /** The tensor backend that computed it. Another rounds in its own way. */
  readonly backend: string;
}

/** What an optimiser keeps, out of tensors. */
export interface StoredUpdateState {
  readonly steps: number;
  readonly slots: ReadonlyMap<string, StoredTensor>;
}

/** All of a training's state. */
export interface TrainingState extends TrainingPosition {
  /** The model. */
  readonly variables: ReadonlyMap<string, StoredTensor>;
  readonly optimizers: ReadonlyMap<string, StoredUpdateState>;
}

/**
 * Copies the state out of a trainable.
 * @throws TrainingError where a value is not finite: such a state is of no use to come back to
 */
export async function captureState<Batch>(
  trainable: Trainable<Batch>,
  position: Omit<TrainingPosition, 'backend'>,
): Promise<TrainingState> {
  const variables = await capture(trainable.variables, '', position.step);
  const optimizers = new Map<string, StoredUpdateState>();
  for (const [name, { steps, slots }] of trainable.optimizers)
    optimizers.set(name, { steps, slots: await capture(slots, `${name}/`, position.step) });
  return { ...position, backend: getBackend(), variables, optimizers };
}

/**
 * Puts a state back into a trainable, which is built as the one that it was captured from.
 *
 * @throws VariablesError where names or shapes are others, ModelFileError where optimisers or types of numbers are; then
 * nothing was changed
 */
export function restoreState<Batch>(
  trainable: Trainable<Batch>,
  state: Pick<TrainingState, 'variables' | 'optimizers'>,
): void {
  const names = [...trainable.optimizers.keys()];
  const { optimizers } = state;
  if (names.length !== optimizers.size || names.some((name) => !optimizers.has(name)))
    throw new ModelFileError(
      `the state is of the optimizers ${[...optimizers.keys()].join(', ')}; this model has ${names.join(', ')}`,
    );
  const variables = byName(trainable);
  const stored = byName(state);
  checkVariables(variables, stored);
  for (const [name, { dtype }] of variables)
    if (storedDtypes[dtype] !== stored.get(name)!.dtype)
      throw new ModelFileError(
        `${name} is ${dtype}, but the state holds it as ${stored.get(name)!.dtype}`,
      );
  loadVariables(variables, stored);
  for (const [name, optimizer] of trainable.optimizers)
    optimizer.steps = optimizers.get(name)!.steps;
}

/** The values of variables, as files hold them. */
async function capture(
  variables: Variables,
  prefix: string,
  step: number,
): Promise<Map<string, StoredTensor>> {
  const stored = await storeVariables(variables);
  for (const [name, { values }] of stored)
    if (!allFinite(values as ArrayLike<number>))
      throw new TrainingError(
        'PARAMETER_NOT_FINITE',
        `after step ${step} the parameter ${prefix}${name} is not finite, so this state is not saved; go back to the last checkpoint with a smaller learning rate or clipped gradients`,
        { step, parameter: `${prefix}${name}` },
      );
  return stored;
}

const storedDtypes: Readonly<Record<string, string>> = {
  float32: 'F32',
  int32: 'I32',
  bool: 'BOOL',
};
