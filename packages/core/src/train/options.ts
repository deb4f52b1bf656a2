/** What the training loop is told, and what of it is refused. */

import { OptionError } from '../errors.ts';
import type { Prng } from '../random/prng.ts';
import type { BatchSource } from './batches.ts';
import type { CheckpointEvent } from './events.ts';
import type { TrainingState } from './state.ts';

/** How to train. */
export interface TrainOptions<Batch> {
  readonly batches: BatchSource<Batch>;
  /** Steps in all, those before a resumption included. One of `steps` and `epochs` is given. */
  readonly steps?: number;
  /** Times through the data in all, those before a resumption included. */
  readonly epochs?: number;
  /** Step k draws from a source that depends on this one and k alone. */
  readonly random: Prng;
  /** Evaluates the model now and then. @default never */
  readonly evaluation?: {
    /** All of its batches of one epoch, always the same. */
    readonly batches: BatchSource<Batch>;
    /** Steps between evaluations. @default once an epoch */
    readonly every?: number;
  };
  /** Saves the state now and then, at the end, and when aborted. @default never */
  readonly checkpoint?: {
    /** Gets the state, and the event that will tell of it once this returns. */
    save(state: TrainingState, event: CheckpointEvent): void | Promise<void>;
    /** Steps between checkpoints. @default once an epoch */
    readonly every?: number;
  };
  /** A state to go on from; null is none. @default from the beginning */
  readonly resume?: TrainingState | null;
  /** Aborts training: the step under way is finished, its state saved, and the signal's reason thrown. */
  readonly signal?: AbortSignal;
  /** Milliseconds since some moment. @default performance.now */
  readonly clock?: () => number;
}

/**
 * Steps in all.
 * @throws OptionError for an option without meaning, or one that contradicts another or the state to resume
 */
export function checkOptions<Batch>(options: TrainOptions<Batch>): number {
  const { batches, steps, epochs, evaluation, checkpoint, resume = null, random } = options;
  if ((steps === undefined) === (epochs === undefined))
    throw new OptionError('steps', 'give either steps or epochs, so that training has an end');
  requireCount('batches.batchSize', batches.batchSize, 1);
  requireCount('batches.batchesPerEpoch', batches.batchesPerEpoch, 1);
  if (steps !== undefined) requireCount('steps', steps, 0);
  if (epochs !== undefined) requireCount('epochs', epochs, 0);
  if (evaluation?.every !== undefined) requireCount('evaluation.every', evaluation.every, 1);
  if (evaluation !== undefined)
    requireCount('evaluation.batches.batchesPerEpoch', evaluation.batches.batchesPerEpoch, 1);
  if (checkpoint?.every !== undefined) requireCount('checkpoint.every', checkpoint.every, 1);
  if (resume !== null) {
    requireSame('random', random.key.join(' '), resume.random.key.join(' '));
    requireSame('batches.batchSize', batches.batchSize, resume.batchSize);
    requireSame('batches.batchesPerEpoch', batches.batchesPerEpoch, resume.batchesPerEpoch);
  }
  return steps ?? epochs! * batches.batchesPerEpoch;
}

function requireCount(option: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new OptionError(option, `${option} is a whole number from ${least}; got ${value}`);
}

function requireSame(option: string, given: number | string, resumed: number | string): void {
  if (given !== resumed)
    throw new OptionError(
      option,
      `a training resumes with the ${option} that it began with, ${resumed}; got ${given}`,
    );
}
