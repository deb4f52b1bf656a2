/** Watches each call of a trainable: every loss a finite scalar, no tensor left behind. */

import { memory, Tensor } from '@tensorflow/tfjs-core';
import { byName } from './by-name.ts';
import type { LossValues } from './events.ts';
import type { Losses, Trainable } from './trainable.ts';
import { TrainingError } from './training-error.ts';

/**
 * Calls a step or an evaluation and reads its losses, which are disposed. Tensors are counted before anything is awaited,
 * so that others may make some meanwhile.
 *
 * @param what how messages call it, such as `step 12`
 * @throws TrainingError for a loss that is no finite scalar tensor, and for tensors left behind
 */
export async function guardedLosses<Batch>(
  trainable: Trainable<Batch>,
  call: () => Losses,
  what: string,
  step: number,
): Promise<LossValues> {
  const before = unownedTensors(trainable);
  const losses = call();
  requireTensors(losses, what, step);
  const scalars = new Set(Object.values(losses));
  const leaked = unownedTensors(trainable) - scalars.size - before;
  try {
    if (leaked !== 0) throw leak(leaked, what, step);
    const values: Record<string, number> = {};
    for (const [name, scalar] of Object.entries(losses)) {
      if (scalar.size !== 1)
        throw new TrainingError(
          'LOSS_NOT_SCALAR',
          `the loss ${name} of ${what} has the shape [${scalar.shape.join(', ')}]; a loss is one number: take its mean`,
          { step, loss: name },
        );
      values[name] = (await scalar.data())[0]!;
    }
    for (const [name, value] of Object.entries(values))
      if (!Number.isFinite(value)) throw await notFinite(trainable, name, value, what, step);
    return values;
  } finally {
    for (const scalar of scalars) scalar.dispose();
  }
}

/**
 * Name of the first variable, else slot (`optimizer/slot`), that holds a value that is not finite; null where there is none.
 */
async function firstNotFinite<Batch>(trainable: Trainable<Batch>): Promise<string | null> {
  for (const [name, variable] of byName(trainable))
    if (!allFinite(await variable.data())) return name;
  return null;
}

/** Whether all values are finite. */
export function allFinite(values: ArrayLike<number>): boolean {
  for (let k = 0; k < values.length; k++) if (!Number.isFinite(values[k])) return false;
  return true;
}

/** Tensors that are no state of the trainable: slots may be made at the first step. */
function unownedTensors<Batch>({ variables, optimizers }: Trainable<Batch>): number {
  let owned = variables.size;
  for (const { slots } of optimizers.values()) owned += slots.size;
  return memory().numTensors - owned;
}

/** The types say so too, but not to JavaScript, where a step that is async or returns a number is soon written. */
function requireTensors(losses: unknown, what: string, step: number): void {
  const isRecord =
    typeof losses === 'object' &&
    losses !== null &&
    !(losses instanceof Tensor || losses instanceof Promise);
  const entries: [string, unknown][] = isRecord ? Object.entries(losses) : [];
  const wrong = entries.find(([, loss]) => !(loss instanceof Tensor));
  if (isRecord && wrong === undefined) return;
  for (const [, loss] of entries) if (loss instanceof Tensor) loss.dispose();
  const seen = wrong === undefined ? 'something else' : `${wrong[0]}: ${wrong[1]}`;
  throw new TrainingError(
    'LOSS_NOT_SCALAR',
    `${what} returns its losses at once, an object of scalar tensors such as { loss }; got ${seen}`,
    wrong === undefined ? { step } : { step, loss: wrong[0] },
  );
}

function leak(tensors: number, what: string, step: number): TrainingError {
  const fault =
    tensors > 0
      ? `${tensors} tensors more than before are alive`
      : `${-tensors} tensors that were there before are gone`;
  return new TrainingError(
    'TENSOR_LEAK',
    `after ${what}, its losses aside, ${fault}: put it under tidy, keep nothing, and dispose only what it made`,
    { step, tensors },
  );
}

async function notFinite<Batch>(
  trainable: Trainable<Batch>,
  loss: string,
  value: number,
  what: string,
  step: number,
): Promise<TrainingError> {
  const parameter = await firstNotFinite(trainable);
  const where =
    parameter === null
      ? 'all parameters are finite, so the loss itself or the batch is at fault'
      : `the first parameter that is not finite is ${parameter}`;
  return new TrainingError(
    'LOSS_NOT_FINITE',
    `the loss ${loss} of ${what} is ${value}; ${where}. Go back to a checkpoint with a smaller learning rate or clipped gradients`,
    { step, loss, parameter },
  );
}
