/**
 * The files of one checkpoint: `model.safetensors` (a model file like any other), `optimizer.safetensors` (slots, each named
 * `optimizer/slot`), `state.json` (all that is no tensor) and `SHA256SUMS`, which `sha256sum -c` reads too. Knows how they
 * look, not where they lie.
 */

import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { OptionError } from '../../errors.ts';
import { type ModelFile, modelFileChunks, modelOfMetadata } from '../../io/model-file.ts';
import type { StoredTensor } from '../../io/safetensors/read.ts';
import { safetensorsChunks } from '../../io/safetensors/write.ts';
import type { CheckpointEvent } from '../../train/events.ts';
import type { StoredUpdateState, TrainingPosition, TrainingState } from '../../train/state.ts';
import { readTensorFile } from '../safetensors-file.ts';
import { writeDurably } from '../write-file.ts';
import { RunError } from './run-error.ts';

/** What a model is, without its tensors. */
export type ModelDescription = Omit<ModelFile, 'tensors'>;

/** A checkpoint, read. */
export interface Checkpoint {
  /** Its folder. */
  readonly path: string;
  /** What the model is; its tensors are `state.variables`. */
  readonly model: ModelDescription;
  readonly state: TrainingState;
  /** The event that told of it. */
  readonly event: CheckpointEvent;
}

export const MODEL_FILE = 'model.safetensors';
export const SUMS_FILE = 'SHA256SUMS';
const OPTIMIZER_FILE = 'optimizer.safetensors';
const STATE_FILE = 'state.json';
const files = [MODEL_FILE, OPTIMIZER_FILE, STATE_FILE] as const;

/** Counts changes of the format that an older reader would not understand. */
const VERSION = 1;

interface StateJson extends TrainingPosition {
  readonly version: number;
  readonly optimizers: Readonly<Record<string, { readonly steps: number }>>;
  readonly event: CheckpointEvent;
}

/** Writes the files of a checkpoint into an empty folder. Throws what the file system throws. */
export function writeCheckpointFiles(
  folder: string,
  { model, state, event }: Omit<Checkpoint, 'path'>,
): void {
  const { variables, optimizers, ...position } = state;
  const slots = new Map<string, StoredTensor>();
  const steps: [string, { steps: number }][] = [];
  for (const [name, optimizer] of optimizers) {
    if (name.includes('/'))
      throw new OptionError('optimizers', `an optimizer's name has no slash; got ${name}`);
    steps.push([name, { steps: optimizer.steps }]);
    for (const [slot, tensor] of optimizer.slots) slots.set(`${name}/${slot}`, tensor);
  }
  const json: StateJson = {
    version: VERSION,
    ...position,
    optimizers: Object.fromEntries(steps),
    event,
  };
  const contents: Readonly<Record<(typeof files)[number], Iterable<Uint8Array>>> = {
    [MODEL_FILE]: modelFileChunks({ ...model, tensors: variables }),
    [OPTIMIZER_FILE]: safetensorsChunks(slots),
    [STATE_FILE]: [Buffer.from(`${JSON.stringify(json, null, 2)}\n`)],
  };
  const sums = files.map((name) => {
    const hash = createHash('sha256');
    writeDurably(join(folder, name), hashed(contents[name], hash));
    return `${hash.digest('hex')}  ${name}\n`;
  });
  writeDurably(join(folder, SUMS_FILE), [Buffer.from(sums.join(''))]);
}

/**
 * Reads the files of a checkpoint, and checks every byte of them first.
 * @throws RunError where a file is missing or damaged, or of a later version
 */
export function readCheckpointFiles(path: string): Checkpoint {
  const fault = faultOf(path);
  if (fault !== null)
    throw new RunError('CHECKPOINT_DAMAGED', path, `this checkpoint is damaged: ${fault}`);
  const { version, optimizers: steps, event, ...position } = readState(path);
  const { metadata, tensors: variables } = readTensorFile(join(path, MODEL_FILE));
  const optimizers = new Map<string, StoredUpdateState & { slots: Map<string, StoredTensor> }>();
  for (const [name, each] of Object.entries(steps))
    optimizers.set(name, { steps: each.steps, slots: new Map() });
  for (const [name, tensor] of readTensorFile(join(path, OPTIMIZER_FILE)).tensors) {
    const slash = name.indexOf('/');
    optimizers.get(name.slice(0, slash))?.slots.set(name.slice(slash + 1), tensor);
  }
  const state = { ...position, variables, optimizers };
  return { path, model: modelOfMetadata(metadata), state, event };
}

/** @throws RunError where it is of another version, or nothing that `writeCheckpointFiles` writes, whatever its sum says */
function readState(path: string): StateJson {
  let state: Partial<StateJson> = {};
  try {
    const json: unknown = JSON.parse(readFileSync(join(path, STATE_FILE), 'utf8'));
    if (isObject(json)) state = json;
  } catch {
    // What is no JSON is no state either.
  }
  if (state.version !== undefined && state.version !== VERSION)
    throw new RunError(
      'CHECKPOINT_VERSION',
      path,
      `this checkpoint is of version ${state.version} of the format; this program reads ${VERSION}`,
      { hint: 'use the version of the program that wrote it, or a later one' },
    );
  const { version, step, random, epochLosses, optimizers, event } = state;
  const isWhole =
    version === VERSION &&
    Number.isSafeInteger(step) &&
    [random, epochLosses, optimizers, event].every(isObject);
  if (!isWhole)
    throw new RunError(
      'CHECKPOINT_DAMAGED',
      path,
      `this checkpoint is damaged: ${STATE_FILE} holds no state of a training`,
    );
  return state as StateJson;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with the files, or null. */
function faultOf(folder: string): string | null {
  try {
    const expected = files.map((name) => `${sha256(join(folder, name))}  ${name}\n`);
    const lines = readFileSync(join(folder, SUMS_FILE), 'utf8').split(/(?<=\n)/);
    const wrong = files.filter((_, k) => lines[k] !== expected[k]);
    if (wrong.length > 0) return `${wrong.join(', ')} is not what ${SUMS_FILE} says`;
    return lines.length === files.length ? null : `${SUMS_FILE} lists other files`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function sha256(path: string): string {
  const hash = createHash('sha256');
  const block = new Uint8Array(2 ** 20);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const count = readSync(file, block);
      if (count === 0) return hash.digest('hex');
      hash.update(block.subarray(0, count));
    }
  } finally {
    closeSync(file);
  }
}

function* hashed(
  chunks: Iterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): Generator<Uint8Array> {
  for (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
