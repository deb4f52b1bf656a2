/**
 * The files of one checkpoint: `model.safetensors` (a model file like any other), `optimizer.safetensors` (slots, each named
 * `optimizer/slot`), `state.json` (all that is no tensor) and `SHA256SUMS`, which `sha256sum -c` reads too. Knows how they
 * look, not where they lie.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OptionError } from '../../errors.ts';
import { type ModelFile, modelFileChunks, modelOfMetadata } from '../../io/model-file.ts';
import type { StoredTensor } from '../../io/safetensors/read.ts';
import { quoted } from '../../io/safetensors/safetensors-error.ts';
import { safetensorsChunks } from '../../io/safetensors/write.ts';
import type { CheckpointEvent } from '../../train/events.ts';
import type { StoredUpdateState, TrainingState } from '../../train/state.ts';
import { refuseIrregular } from '../file-error.ts';
import { blocksOf } from '../read-blocks.ts';
import { readTensorFile } from '../safetensors-file.ts';
import { writeDurably } from '../write-file.ts';
import { decodeState, encodeState, VERSION } from './checkpoint-state.ts';
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

/** Writes the files of a checkpoint into an empty folder. Throws what the file system throws. */
export function writeCheckpointFiles(
  folder: string,
  { model, state, event }: Omit<Checkpoint, 'path'>,
): void {
  const { variables, optimizers, ...position } = state;
  const slots = new Map<string, StoredTensor>();
  const optimizerSteps = new Map<string, number>();
  for (const [name, optimizer] of optimizers) {
    if (name.includes('/'))
      throw new OptionError('optimizers', `an optimizer's name has no slash; got ${name}`);
    optimizerSteps.set(name, optimizer.steps);
    for (const [slot, tensor] of optimizer.slots) slots.set(`${name}/${slot}`, tensor);
  }
  const contents: Readonly<Record<(typeof files)[number], Iterable<Uint8Array>>> = {
    [MODEL_FILE]: modelFileChunks({ ...model, tensors: variables }),
    [OPTIMIZER_FILE]: safetensorsChunks(slots),
    [STATE_FILE]: [Buffer.from(encodeState({ position, optimizerSteps, event }))],
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
  try {
    checkSums(path);
    return readFiles(path);
  } catch (cause) {
    if (cause instanceof RunError) throw cause;
    const fault = cause instanceof Error ? cause.message : String(cause);
    throw new RunError('CHECKPOINT_DAMAGED', path, `this checkpoint is damaged: ${fault}`, {
      cause,
    });
  }
}

function readFiles(path: string): Checkpoint {
  const json = decodeState(readFileSync(join(path, STATE_FILE), 'utf8'));
  if ('version' in json)
    throw new RunError(
      'CHECKPOINT_VERSION',
      path,
      `this checkpoint is of version ${json.version} of the format; this program reads ${VERSION}`,
      { hint: 'use the version of the program that wrote it, or a later one' },
    );
  const { position, optimizerSteps, event } = json;
  const { metadata, tensors: variables } = readTensorFile(join(path, MODEL_FILE));
  const optimizers = new Map<string, StoredUpdateState & { slots: Map<string, StoredTensor> }>();
  for (const [name, steps] of optimizerSteps) optimizers.set(name, { steps, slots: new Map() });
  for (const [name, tensor] of readTensorFile(join(path, OPTIMIZER_FILE)).tensors) {
    const [owner = '', ...slot] = name.split('/');
    const optimizer = optimizers.get(owner);
    if (optimizer === undefined || slot.length === 0)
      throw new SyntaxError(`${OPTIMIZER_FILE} has ${quoted(name)}, which is of no optimizer`);
    optimizer.slots.set(slot.join('/'), tensor);
  }
  const state = { ...position, variables, optimizers };
  return { path, model: modelOfMetadata(metadata), state, event };
}

/** Throws where a file is not there, or not what its sum says. */
function checkSums(folder: string): void {
  for (const name of [...files, SUMS_FILE]) refuseIrregular(join(folder, name));
  const expected = files.map((name) => `${sha256(join(folder, name))}  ${name}\n`);
  const lines = readFileSync(join(folder, SUMS_FILE), 'utf8').split(/(?<=\n)/);
  const wrong = files.filter((_, k) => lines[k] !== expected[k]);
  if (wrong.length > 0) throw new SyntaxError(`${wrong.join(', ')} is not what ${SUMS_FILE} says`);
  if (lines.length !== files.length) throw new SyntaxError(`${SUMS_FILE} lists other files`);
}

/** The sum of a file, as hexadecimal digits. */
export function sha256(path: string): string {
  const hash = createHash('sha256');
  for (const block of blocksOf(path)) hash.update(block);
  return hash.digest('hex');
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
