/** Begins the folder of a run, or takes one up again. */

import { RunError, RunFolder } from '@ferrogen/core/node';
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
  options: { readonly force: boolean; readonly card: string },
): OpenRun {
  const description = { kind: settings.model, config, card: options.card };
  const run = RunFolder.create(path, description, { force: options.force });
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

function resumed(path: string, previous: boolean): ReturnType<typeof RunFolder.resume> {
  try {
    return RunFolder.resume(path, { previous });
  } catch (error) {
    if (!(error instanceof RunError) || error.code !== 'CHECKPOINT_DAMAGED') throw error;
    if (error.hint === null) throw error;
    // What the library takes as an option is a flag here.
    const message = error.message.slice(error.path.length + 2);
    const hint = error.hint.replace(/, if you say so$/, ' with --previous');
    throw new RunError(error.code, error.path, message, { hint, cause: error });
  }
}
