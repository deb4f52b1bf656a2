/**
 * Trains a model of images in the folder of a run: the loop of `@ferrogen/core/train` with its log, checkpoints, pictures, and what
 * is seen on the way. Knows no model; `images/` has those.
 */

import { type ImageBatch, type ImageData, type ImageSet, Prng, takeImages } from '@ferrogen/core';
import type { RunFolder } from '@ferrogen/core/node';
import { type BatchSource, shuffledBatches, type TrainOptions, train } from '@ferrogen/core/train';
import type { Context } from '../context.ts';
import type { ImageRecipe, ImageTask } from '../images/image-task.ts';
import { Preview } from '../images/preview.ts';
import type { CommonOptions } from '../options/common.ts';
import { note } from '../output/say.ts';
import { Interrupted } from './interrupted.ts';
import { beginRun, hasCheckpoint, type OpenRun, takeUpRun } from './open-run.ts';
import type { RunSettings } from './run-settings.ts';
import { SampleFrames, stepsBetweenFrames } from './sample-frames.ts';
import { TrainingClock } from './training-clock.ts';
import type { TrainingResult } from './training-result.ts';
import { TrainingTally } from './training-tally.ts';
import { TrainingView } from './training-view.ts';

/** Children of the seed's source: of their numbers depends what a seed means. */
const WEIGHTS = 0;
const ORDER = 1;
const STEPS = 2;
const PREVIEW = 3;
const TEST_ORDER = 4;

/** Images of the test set that pass at once. */
const TEST_BATCH = 500;
/** Steps between checkpoints, where an epoch has more. */
const CHECKPOINT_EVERY = 500;

/** What to train and where. */
export interface TrainingRequest {
  readonly recipe: ImageRecipe;
  readonly settings: RunSettings;
  readonly data: ImageData;
  /** Folder of the run. */
  readonly path: string;
  /** Whether the folder holds a run to go on with. */
  readonly isResumed: boolean;
  /** Whether to remove a run that is there. */
  readonly force: boolean;
  /** Whether to go on from the checkpoint before the newest where that is damaged. */
  readonly previous: boolean;
  /** Minutes after which training stops, its state saved; null for no end but the last step. */
  readonly minutes: number | null;
  /** The tensor backend in use. */
  readonly backend: string;
}

/** What came of a training. */
export interface Trained {
  readonly result: TrainingResult;
  /** Path of the animated GIF, or null where the model makes no images. */
  readonly gif: string | null;
  /** Whether the time was up before the last step. */
  readonly isCut: boolean;
}

/**
 * Trains to the end.
 *
 * @throws Interrupted after Ctrl-C, the state saved
 * @throws OptionError, RunError, FileError, TrainingError
 */
export async function trainImages(
  request: TrainingRequest,
  context: Context,
  common: CommonOptions,
): Promise<Trained> {
  const { recipe, settings, data } = request;
  const random = new Prng(settings.seed);
  const batches = batchesOf(data.train, settings.batchSize, random.split(ORDER));
  const steps = settings.steps ?? settings.epochs! * batches.batchesPerEpoch;
  const task = recipe.make({
    data: data.train,
    settings: settings.settings,
    steps,
    random: random.split(WEIGHTS),
    previewRandom: random.split(PREVIEW),
  });
  try {
    const open = await openRun(request, task, context, common);
    try {
      const evaluation = evaluationOf(task, data.test, random.split(TEST_ORDER));
      const plan = { batches, steps, random: random.split(STEPS), ...evaluation };
      return await trainOpenRun(open, task, plan, request, context, common);
    } finally {
      open.run.close();
    }
  } finally {
    task.trainable.dispose();
  }
}

async function openRun(
  request: TrainingRequest,
  task: ImageTask,
  context: Context,
  common: CommonOptions,
): Promise<OpenRun> {
  const { path, settings, isResumed } = request;
  if (!isResumed) return beginRun(path, task, settings, request);
  if (hasCheckpoint(path)) return takeUpRun(path, settings, request);
  await note(`${path} was stopped before its first checkpoint; it begins again`, context, common);
  return beginRun(path, task, settings, { force: true });
}

type Plan = TrainOptions<ImageBatch> & { readonly steps: number };

async function trainOpenRun(
  { run, state }: OpenRun,
  task: ImageTask,
  plan: Plan,
  request: TrainingRequest,
  context: Context,
  common: CommonOptions,
): Promise<Trained> {
  const { settings, data } = request;
  const preview = task.preview === null ? null : new Preview(task.preview, data.train);
  const frames = new SampleFrames(run);
  if (state !== null) frames.rewind(state.step);
  else if (preview !== null) frames.add(0, preview.picture(preview.draw()));
  const tally = new TrainingTally(state?.step ?? 0, settings.batchSize);
  const clock = new TrainingClock(context, request.minutes);
  const view = new TrainingView({ ...settings, steps: plan.steps, preview }, context, common);
  const every = stepsBetweenFrames(plan.steps);
  let isCut = false;
  try {
    for await (const event of train(task.trainable, {
      ...plan,
      ...saving(run, plan),
      resume: state,
      signal: clock.signal,
    })) {
      run.record(event);
      tally.observe(event);
      await view.observe(event);
      const isDue = event.step % every === 0 || event.step === plan.steps;
      if (event.kind === 'step' && isDue && preview !== null) {
        const images = preview.draw();
        frames.add(event.step, preview.picture(images));
        const warning = task.warningOf?.(images, event) ?? null;
        if (warning !== null) run.record(warning);
        if (warning !== null) await view.observe(warning);
      }
      await clock.tick();
    }
  } catch (error) {
    if (!clock.signal.aborted || error !== clock.signal.reason) throw error;
    isCut = true;
  } finally {
    view.done();
  }
  const gif = frames.writeGif();
  if (isCut && context.signal.aborted)
    throw new Interrupted(run.path, settings.model, tally.step, context);
  const result: TrainingResult = {
    schemaVersion: 1,
    kind: 'training',
    model: settings.model,
    run: run.path,
    steps: tally.step,
    epochs: tally.step / plan.batches.batchesPerEpoch,
    losses: tally.losses,
    seconds: clock.seconds,
    seed: settings.seed,
    backend: request.backend,
    data: settings.data,
    evaluation: tally.evaluation,
    imagesPerSecond: tally.imagesPerSecond,
  };
  return { result, gif, isCut };
}

/** A checkpoint an epoch, and more often where epochs are long. */
function saving(run: RunFolder, { batches }: Plan): Pick<Plan, 'checkpoint'> {
  const every = Math.min(CHECKPOINT_EVERY, batches.batchesPerEpoch);
  return { checkpoint: { save: run.save, every } };
}

function batchesOf(set: ImageSet, batchSize: number, random: Prng): BatchSource<ImageBatch> {
  return shuffledBatches({ examples: set.count, batchSize, random }, (ids) => takeImages(set, ids));
}

/** The test images, once an epoch: all of them but those that do not fill a last batch. */
function evaluationOf(
  task: ImageTask,
  test: ImageSet | null,
  random: Prng,
): Pick<Plan, 'evaluation'> {
  if (!task.isEvaluated || test === null || test.count === 0) return {};
  return { evaluation: { batches: batchesOf(test, Math.min(TEST_BATCH, test.count), random) } };
}
