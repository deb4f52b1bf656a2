/** Folders in the layout of Hugging Face's transformers: `config.json` and `model.safetensors`. Knows no architecture. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelFileError } from '../errors.ts';
import type { Json } from '../io/model-file.ts';
import type { StoredTensor } from '../io/safetensors/read.ts';
import { safetensorsChunks } from '../io/safetensors/write.ts';
import { FileError, fileError, refuseIrregular } from './file-error.ts';
import { makeFolder } from './make-folder.ts';
import { SafetensorsFile } from './safetensors-file.ts';
import { writeFileAtomically } from './write-file.ts';

const CONFIG = 'config.json';
const WEIGHTS = 'model.safetensors';

/** An open folder. */
export interface ModelFolder {
  /** What `config.json` says. */
  readonly config: { readonly [key: string]: Json };
  /** The weights, of which only the header is in memory; to be closed. */
  readonly weights: SafetensorsFile;
}

/**
 * Opens the folder of a model.
 *
 * @throws FileError where the folder, or one of its two files, is not there or cannot be read
 * @throws ModelFileError for a config that is no object of JSON
 * @throws SafetensorsError for weights that are not what the format says
 * @example
 * ```ts
 * const { config, weights } = openModelFolder('gpt2');
 * try {
 *   const gpt2 = loadGpt2(config, weights);
 * } finally {
 *   weights.close();
 * }
 * ```
 */
export function openModelFolder(path: string): ModelFolder {
  const config = readConfig(path);
  const weights = join(path, WEIGHTS);
  if (!existsSync(weights))
    throw new FileError('FILE_NOT_FOUND', weights, `${weights}: no such file`, {
      hint: hintFor(path),
    });
  return { config, weights: new SafetensorsFile(weights) };
}

/**
 * Writes the folder of a model, which it makes where there is none. Each file is never there in part.
 *
 * @throws FileError where it cannot be written
 */
export function writeModelFolder(
  path: string,
  model: {
    readonly config: { readonly [key: string]: Json };
    readonly tensors: ReadonlyMap<string, StoredTensor>;
  },
): void {
  makeFolder(path);
  // transformers reads no file whose metadata do not say for which library it is.
  const metadata = new Map([['format', 'pt']]);
  writeFileAtomically(join(path, WEIGHTS), safetensorsChunks(model.tensors, metadata));
  const config = `${JSON.stringify(model.config, null, 2)}\n`;
  writeFileAtomically(join(path, CONFIG), [new TextEncoder().encode(config)]);
}

function readConfig(folder: string): ModelFolder['config'] {
  const path = join(folder, CONFIG);
  let text: string;
  try {
    refuseIrregular(path);
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw cause instanceof FileError ? cause : fileError(path, cause);
  }
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (cause) {
    throw new ModelFileError(`${path}: this is not JSON: ${(cause as Error).message}`);
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new ModelFileError(`${path}: a config is an object of JSON`);
  return config as ModelFolder['config'];
}

/** What to do about weights that are not there. */
function hintFor(folder: string): string {
  if (existsSync(join(folder, `${WEIGHTS}.index.json`)))
    return 'weights in several files are not read: save the model with one, max_shard_size="50GB" in transformers';
  if (existsSync(join(folder, 'pytorch_model.bin')))
    return 'pytorch_model.bin is a program, and is not run: load it in transformers and save it with save_pretrained';
  return `the weights of a model lie beside its ${CONFIG} in ${WEIGHTS}`;
}
