/**
 * The folder of a training run: `model.safetensors`, `checkpoint/`, `log.jsonl` and `samples/`. Knows no model and does not
 * train.
 */

import { readdirSync, rmSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointEvent, TrainingEvent } from '../../train/events.ts';
import type { TrainingState } from '../../train/state.ts';
import { writeError } from '../file-error.ts';
import { makeFolder } from '../make-folder.ts';
import { blocksOf } from '../read-blocks.ts';
import { writeFileAtomically } from '../write-file.ts';
import { type Checkpoint, MODEL_FILE, type ModelDescription } from './checkpoint-files.ts';
import {
  CHECKPOINTS,
  readCheckpoint,
  saveCheckpoint,
  tidyCheckpoints,
} from './checkpoint-folder.ts';
import { EventLog, rewindLog } from './event-log.ts';
import { RunError } from './run-error.ts';

const LOG = 'log.jsonl';
const SAMPLES = 'samples';
/** End of the names of files that are being written. */
const PARTIAL = '.partial';

/** A run that is under way. */
export class RunFolder {
  readonly path: string;
  readonly #model: ModelDescription;
  readonly #log: EventLog;

  private constructor(path: string, model: ModelDescription) {
    this.path = path;
    this.#model = model;
    this.#log = new EventLog(join(path, LOG));
  }

  /**
   * Begins a run in a folder that is empty or not there.
   *
   * @param model what the model files of the run say
   * @param options.force whether to remove a run that is there, and nothing but that run @default false
   * @throws RunError where a run is there, or anything else
   * @throws FileError where the folder cannot be written
   * @example
   * ```ts
   * const run = RunFolder.create('runs/vae-1', { kind: 'vae', config, card: null });
   * const checkpoint = { save: run.save };
   * for await (const event of train(model, { batches, epochs: 10, random, checkpoint })) run.record(event);
   * run.close();
   * ```
   */
  static create(
    path: string,
    model: ModelDescription,
    options: { readonly force?: boolean } = {},
  ): RunFolder {
    const names = namesIn(path);
    if (names.length > 0) clear(path, names, options.force ?? false);
    ensureFolder(path);
    // The log comes first: what has one is a run, also where the process is stopped right here.
    return RunFolder.#open(path, model);
  }

  /**
   * Takes a run up again at its newest checkpoint: its log is cut back to it, and its model is that of it.
   *
   * @param options.previous whether to take the checkpoint before where the newest is damaged @default false
   * @throws RunError where there is no run or no checkpoint, or it is damaged
   * @example
   * ```ts
   * const { run, checkpoint: { state: resume } } = RunFolder.resume('runs/vae-1');
   * const random = new Prng(resume.random.seed);
   * ```
   */
  static resume(
    path: string,
    options: { readonly previous?: boolean } = {},
  ): { run: RunFolder; checkpoint: Checkpoint } {
    const names = namesIn(path);
    if (!isRun(names)) throw new RunError('RUN_NOT_FOUND', path, 'there is no training run here');
    const checkpoint = readCheckpoint(join(path, CHECKPOINTS), options);
    for (const folder of [path, join(path, SAMPLES)]) removePartial(folder, namesIn(folder));
    tidyCheckpoints(join(path, CHECKPOINTS));
    rewindLog(join(path, LOG), checkpoint.event);
    // The process may have been stopped between saving the checkpoint and this.
    publish(path, checkpoint.path);
    return { run: RunFolder.#open(path, checkpoint.model), checkpoint };
  }

  static #open(path: string, model: ModelDescription): RunFolder {
    const run = new RunFolder(path, model);
    try {
      ensureFolder(join(path, SAMPLES));
    } catch (error) {
      run.close();
      throw error;
    }
    return run;
  }

  /**
   * Adds an event to the log.
   * @throws RunError where another process has taken the run up since
   */
  readonly record = (event: TrainingEvent): void => this.#log.append(event);

  /**
   * Saves a checkpoint, then the model beside it: what `train` calls.
   * @throws RunError where another process has taken the run up since, or there is a checkpoint of this step
   */
  readonly save = (state: TrainingState, event: CheckpointEvent): void => {
    this.#log.sync();
    const folder = join(this.path, CHECKPOINTS);
    const saved = saveCheckpoint(folder, { model: this.#model, state, event });
    publish(this.path, saved);
  };

  /**
   * The path of a file in `samples/`.
   * @throws RunError for a name that would lead out of it
   */
  samplePath(name: string): string {
    if (!/^[\w-][\w.-]*$/.test(name))
      throw new RunError(
        'RUN_SAMPLE_NAME',
        this.path,
        `a sample's name has letters, digits, points, dashes and underscores; got ${JSON.stringify(name)}`,
      );
    return join(this.path, SAMPLES, name);
  }

  /** Closes the log. */
  close(): void {
    this.#log.close();
  }
}

/** Makes the model of a checkpoint that of the run. */
function publish(path: string, checkpoint: string): void {
  writeFileAtomically(join(path, MODEL_FILE), blocksOf(join(checkpoint, MODEL_FILE)));
}

/** Removes files that a stopped process did not finish. */
function removePartial(path: string, names: readonly string[]): void {
  try {
    for (const name of names)
      if (name.startsWith('.') && name.endsWith(PARTIAL)) rmSync(join(path, name));
  } catch (cause) {
    throw writeError(path, cause);
  }
}

function ensureFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (cause) {
    throw writeError(path, cause);
  }
}

function isRun(names: readonly string[]): boolean {
  return names.includes(LOG) || names.includes(CHECKPOINTS);
}

/** Removes a run, and nothing else that may lie beside it. */
function clear(path: string, names: readonly string[], force: boolean): void {
  if (!isRun(names))
    throw new RunError('RUN_FOREIGN', path, `the folder holds ${names[0]}, which is of no run`, {
      hint: 'name a folder that is empty or not there',
    });
  if (!force)
    throw new RunError('RUN_EXISTS', path, 'there is a training run here already', {
      hint: 'resume it, force it to be removed, or name another folder',
    });
  removePartial(path, names);
  try {
    for (const name of [MODEL_FILE, CHECKPOINTS, SAMPLES, LOG])
      rmSync(join(path, name), { recursive: true, force: true });
  } catch (cause) {
    throw writeError(path, cause);
  }
}

function namesIn(path: string): string[] {
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    if (stats.isDirectory()) return readdirSync(path);
  } catch (cause) {
    throw writeError(path, cause);
  }
  throw new RunError('RUN_FOREIGN', path, 'this is a file; a run is a folder');
}
