/**
 * The training loop. It makes steps, evaluates, saves and tells; it knows no model, no optimiser and no file. Everything in it
 * depends on the number of the step alone, so that a run can stop and resume anywhere.
 */

import { getBackend } from '@tensorflow/tfjs-core';
import type { Prng } from '../random/prng.ts';
import type { BatchSource } from './batches.ts';
import type { LossValues, TrainingEvent } from './events.ts';
import { guardedLosses } from './guards.ts';
import { LossSums } from './loss-sums.ts';
import { checkOptions, type TrainOptions } from './options.ts';
import { captureState, restoreState } from './state.ts';
import type { Trainable } from './trainable.ts';

/** Children of the training's random source. */
const STEPS = 0;
const EVALUATION = 1;

/**
 * Trains and tells. `break` stops after the step that was told last, without saving; an aborted signal finishes the step
 * under way with all that belongs to it, saves, and throws the signal's reason.
 *
 * @throws OptionError before the first step, for options without meaning
 * @throws TrainingError where a loss is not finite or a step leaves tensors behind
 * @throws VariablesError or ModelFileError where the state to resume is of another model
 * @example
 * ```ts
 * for await (const event of train(model, { batches, epochs: 10, random: new Prng(1) }))
 *   if (event.kind === 'epoch') console.log(event.epoch, event.losses.loss);
 * ```
 */
export async function* train<Batch>(
  trainable: Trainable<Batch>,
  options: TrainOptions<Batch>,
): AsyncGenerator<TrainingEvent, void, void> {
  const total = checkOptions(options);
  const { batches, random, evaluation, checkpoint, resume = null, signal } = options;
  const { clock = () => performance.now() } = options;
  const { batchSize, batchesPerEpoch } = batches;
  const epochOf = (step: number) => Math.max(1, Math.ceil(step / batchesPerEpoch));
  const isDue = (every: number | undefined, step: number) =>
    step % (every ?? batchesPerEpoch) === 0;

  let step = resume?.step ?? 0;
  let saved = step;
  let sums = new LossSums(resume?.epochLosses, step % batchesPerEpoch);
  let epochSeconds = 0;
  let epochSteps = 0;
  if (resume !== null) {
    restoreState(trainable, resume);
    if (resume.backend !== getBackend()) yield otherBackend(resume.backend, step, epochOf(step));
  }
  signal?.throwIfAborted();
  while (step < total) {
    const begun = clock();
    const losses = await oneStep(trainable, batches, step + 1, random);
    step++;
    const seconds = (clock() - begun) / 1000;
    const position = { step, epoch: epochOf(step) };
    sums.add(losses);
    epochSeconds += seconds;
    epochSteps++;
    yield { kind: 'step', ...position, losses, seconds, examplesPerSecond: batchSize / seconds };

    if (step % batchesPerEpoch === 0) {
      const examplesPerSecond = (batchSize * epochSteps) / epochSeconds;
      const { means } = sums;
      yield { kind: 'epoch', ...position, losses: means, seconds: epochSeconds, examplesPerSecond };
      sums = new LossSums();
      epochSeconds = 0;
      epochSteps = 0;
    }
    if (evaluation !== undefined && isDue(evaluation.every, step)) {
      const evaluated = await evaluate(trainable, evaluation.batches, step, random, clock);
      yield { kind: 'evaluate', ...position, ...evaluated };
    }
    const aborted = signal?.aborted ?? false;
    const scheduled = isDue(checkpoint?.every, step);
    if (checkpoint !== undefined && (scheduled || aborted || step === total) && saved < step) {
      const { seed, key } = random;
      const epochLosses = sums.sums;
      const at = { step, random: { seed, key }, batchSize, batchesPerEpoch, epochLosses };
      const reason = scheduled ? 'scheduled' : aborted ? 'aborted' : 'finished';
      const event = { kind: 'checkpoint', ...position, reason } as const;
      await checkpoint.save(await captureState(trainable, at), event);
      saved = step;
      yield event;
    }
    if (step < total) signal?.throwIfAborted();
  }
}

/** What a drained training came to. */
export interface TrainingSummary {
  /** Steps made in all. */
  readonly steps: number;
  /** Losses of the last epoch, or of the last step where no epoch was finished; empty where no step was made. */
  readonly losses: LossValues;
  /** Losses of the last evaluation, or null. */
  readonly evaluation: LossValues | null;
}

/** `train` to its end. `onEvent` is told everything, and waited for. */
export async function fit<Batch>(
  trainable: Trainable<Batch>,
  options: TrainOptions<Batch>,
  onEvent: (event: TrainingEvent) => void | Promise<void> = () => {},
): Promise<TrainingSummary> {
  let steps = options.resume?.step ?? 0;
  let step: LossValues = {};
  let epoch: LossValues | null = null;
  let evaluation: LossValues | null = null;
  for await (const event of train(trainable, options)) {
    steps = event.step;
    if (event.kind === 'step') step = event.losses;
    else if (event.kind === 'epoch') epoch = event.losses;
    else if (event.kind === 'evaluate') evaluation = event.losses;
    await onEvent(event);
  }
  return { steps, losses: epoch ?? step, evaluation };
}

async function oneStep<Batch>(
  trainable: Trainable<Batch>,
  batches: BatchSource<Batch>,
  step: number,
  random: Prng,
): Promise<LossValues> {
  const batch = await batches.batchAt(step - 1);
  try {
    const context = { step, random: random.split(STEPS).split(step) };
    return await guardedLosses(
      trainable,
      () => trainable.step(batch, context),
      `step ${step}`,
      step,
    );
  } finally {
    batches.release?.(batch);
  }
}

/** Every evaluation draws the same randomness, so that two of them compare. */
async function evaluate<Batch>(
  trainable: Trainable<Batch>,
  batches: BatchSource<Batch>,
  step: number,
  random: Prng,
  clock: () => number,
): Promise<{ losses: LossValues; batches: number; seconds: number }> {
  const begun = clock();
  const sums = new LossSums();
  for (let k = 0; k < batches.batchesPerEpoch; k++) {
    const batch = await batches.batchAt(k);
    try {
      const context = { step, random: random.split(EVALUATION).split(k) };
      const call = () => trainable.evaluate(batch, context);
      sums.add(await guardedLosses(trainable, call, `the evaluation after step ${step}`, step));
    } finally {
      batches.release?.(batch);
    }
  }
  return {
    losses: sums.means,
    batches: batches.batchesPerEpoch,
    seconds: (clock() - begun) / 1000,
  };
}

function otherBackend(former: string, step: number, epoch: number): TrainingEvent {
  const message = `this training ran on the backend ${former} and goes on with ${getBackend()}: it will not give the same bytes as on one alone`;
  return { kind: 'warning', step, epoch, code: 'OTHER_BACKEND', message };
}
