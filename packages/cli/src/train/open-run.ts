/** Begins the folder of a run, or takes one up again. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ModelDescription, RunError, RunFolder } from '@ferrogen/core/node';
import type { TrainingState } from '@ferrogen/core/train';
import type { ImageTask } from '../images/image-task.ts';
import { type RunSettings, writeRunSettings } from './run-settings.ts';

/** A run that can be trained. */
export interface OpenRun {
  readonly run: RunFolder;
  /** Where to go on from, or null. */
  readonly state: TrainingState | null;
}

/**
 * A new run with its settings.
 * @throws RunError, FileError as `RunFolder.create`
 */
export function beginRun(
  path: string,
  { config }: Pick<ImageTask, 'config'>,
  settings: RunSettings,
  { force }: { readonly force: boolean },
): OpenRun {
  const run = created(path, { kind: settings.model, config, card: settings.card }, force);
  try {
    writeRunSettings(path, settings);
  } catch (error) {
    run.close();
    throw error;
  }
  return { run, state: null };
}

/**
 * A run at its newest checkpoint. Its settings are written anew: they may say that it is to be trained for longer.
 *
 * @throws RunError where it holds another kind of model, no checkpoint, or a damaged one and `previous` is false
 */
export function takeUpRun(
  path: string,
  settings: RunSettings,
  { previous }: { readonly previous: boolean },
): OpenRun {
  const { run, checkpoint } = resumed(path, previous);
  try {
    const { kind } = checkpoint.model;
    if (kind !== settings.model)
      throw new RunError('RUN_FOREIGN', path, `its model is a ${kind}, not a ${settings.model}`);
    writeRunSettings(path, settings);
    return { run, state: checkpoint.state };
  } catch (error) {
    run.close();
    throw error;
  }
}

/**
 * Whether a run was ever saved. One that was not is as good as one that has not begun; one that was, and has lost its checkpoints,
 * is not to be written over.
 */
export function hasCheckpoint(path: string): boolean {
  const folder = join(path, 'checkpoint');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.some((name) => !name.startsWith('.')) || existsSync(join(path, 'model.safetensors'));
}

function created(path: string, model: ModelDescription, force: boolean): RunFolder {
  try {
    return RunFolder.create(path, model, { force });
  } catch (error) {
    if (!(error instanceof RunError) || error.code !== 'RUN_EXISTS') throw error;
    const hint = '--resume goes on with it, --force removes it, another --out leaves it be';
    throw withHint(error, hint);
  }
}

function resumed(path: string, previous: boolean): ReturnType<typeof RunFolder.resume> {
  try {
    return RunFolder.resume(path, { previous });
  } catch (error) {
    throw error instanceof RunError ? adviceOf(error) : error;
  }
}

/** What the library takes as an option is a flag here. */
export function adviceOf(error: RunError): RunError {
  if (error.code !== 'CHECKPOINT_DAMAGED' || error.hint === null) return error;
  return withHint(error, error.hint.replace(/, if you say so$/, ' with --previous'));
}

function withHint(error: RunError, hint: string): RunError {
  const message = error.message.slice(error.path.length + 2);
  return new RunError(error.code, error.path, message, { hint, cause: error });
}
