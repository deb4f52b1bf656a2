/**
 * The folder `checkpoint/` of a run. Each checkpoint is a folder `step-N` in it, written under another name, put on the disk,
 * then renamed: what is called `step-N` is whole, whenever the process was stopped. The newest is the one with the highest
 * N; the one before it is kept, should the disk damage the newest.
 */

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileError, writeError } from '../file-error.ts';
import { makeFolder } from '../make-folder.ts';
import { discard, syncFolder } from '../write-file.ts';
import {
  type Checkpoint,
  readCheckpointFiles,
  SUMS_FILE,
  writeCheckpointFiles,
} from './checkpoint-files.ts';
import { RunError } from './run-error.ts';

/** Name of the folder in that of a run. */
export const CHECKPOINTS = 'checkpoint';
/** Checkpoints that stay. */
const KEPT = 2;
/** Begin of the names of folders that are being made or removed. */
const PARTIAL = '.partial-';
/** Begin of the names of damaged checkpoints that were set aside. */
const DAMAGED = 'damaged-';

/**
 * Saves a checkpoint into `folder`, which is made where it is not there, and removes all but the two newest.
 *
 * @returns its path
 * @throws RunError where there is one of this step
 * @throws FileError where it cannot be written; the others are as they were then
 */
export function saveCheckpoint(folder: string, checkpoint: Omit<Checkpoint, 'path'>): string {
  const name = `step-${checkpoint.state.step}`;
  const path = join(folder, name);
  const partial = join(folder, `${PARTIAL}${name}`);
  if (existsSync(path))
    throw new RunError('CHECKPOINT_EXISTS', path, 'there is a checkpoint of this step already');
  try {
    makeFolder(folder);
    removePartial(folder);
    mkdirSync(partial);
    writeCheckpointFiles(partial, checkpoint);
    syncFolder(partial);
    renameSync(partial, path);
    syncFolder(folder);
    removeOld(folder);
  } catch (cause) {
    discard(partial, { recursive: true });
    throw writeError(path, cause);
  }
  return path;
}

/**
 * Reads the newest checkpoint of a run, of its folder `checkpoint/`, or the one that `path` itself is.
 *
 * @param options.previous whether to take the one before it where the newest is damaged; that is set aside under another
 * name then @default false
 * @throws RunError where there is none, or it is damaged or of a later version
 */
export function readCheckpoint(path: string, options: { previous?: boolean } = {}): Checkpoint {
  if (existsSync(join(path, SUMS_FILE))) return readCheckpointFiles(path);
  const folder = existsSync(join(path, CHECKPOINTS)) ? join(path, CHECKPOINTS) : path;
  const [newest, previous] = stepsIn(folder);
  if (newest === undefined)
    throw new RunError('CHECKPOINT_NOT_FOUND', path, 'there is no checkpoint here', {
      hint: 'was the run stopped before its first one?',
    });
  try {
    return readCheckpointFiles(join(folder, `step-${newest}`));
  } catch (error) {
    if (!(error instanceof RunError) || error.code !== 'CHECKPOINT_DAMAGED') throw error;
    if (previous === undefined) throw error;
    if (!options.previous)
      throw new RunError(error.code, error.path, error.message.slice(error.path.length + 2), {
        hint: `the one of step ${previous} can be taken in its place, if you say so`,
        cause: error,
      });
    const checkpoint = readCheckpointFiles(join(folder, `step-${previous}`));
    setAside(folder, `step-${newest}`);
    return checkpoint;
  }
}

/**
 * Removes what a process that was stopped while it saved had no time to remove.
 * @throws FileError where it cannot
 */
export function tidyCheckpoints(folder: string): void {
  try {
    removePartial(folder);
    removeOld(folder);
  } catch (cause) {
    throw writeError(folder, cause);
  }
}

/** Steps of the checkpoints in a folder, the newest first. */
function stepsIn(folder: string): number[] {
  // At most 15 digits, so that the number gives the name back.
  const steps = namesIn(folder).flatMap((name) => /^step-(0|[1-9]\d{0,14})$/.exec(name)?.[1] ?? []);
  return steps.map(Number).sort((a, b) => b - a);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    const error = fileError(folder, cause);
    if (error.code === 'FILE_NOT_FOUND') return [];
    throw error;
  }
}

function setAside(folder: string, name: string): void {
  try {
    remove(folder, `${DAMAGED}${name}`);
    renameSync(join(folder, name), join(folder, `${DAMAGED}${name}`));
    syncFolder(folder);
  } catch (cause) {
    throw writeError(join(folder, name), cause);
  }
}

/** Under another name first: what is half removed must not look like a checkpoint. */
function remove(folder: string, name: string): void {
  if (!existsSync(join(folder, name))) return;
  const doomed = join(folder, `${PARTIAL}${name}-removed`);
  renameSync(join(folder, name), doomed);
  rmSync(doomed, { recursive: true, force: true });
}

function removeOld(folder: string): void {
  for (const step of stepsIn(folder).slice(KEPT)) remove(folder, `step-${step}`);
}

function removePartial(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith(PARTIAL)) rmSync(join(folder, name), { recursive: true, force: true });
}
