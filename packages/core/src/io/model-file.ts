/**
 * Model files: one safetensors file whose metadata hold what the model is (`kind`), how it is built (`config`, JSON) and
 * where it comes from (`card`, text). Knows no kind of model and no file system.
 */

import { ModelFileError } from '../errors.ts';
import { readSafetensors, type StoredTensor } from './safetensors/read.ts';
import { quoted } from './safetensors/safetensors-error.ts';
import { safetensorsChunks, writeSafetensors } from './safetensors/write.ts';

/** What JSON can say. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A model as a file holds it. */
export interface ModelFile {
  /** Which model this is, such as `vae`. */
  readonly kind: string;
  /** All that is needed to build it anew, before its parameters are loaded. */
  readonly config: { readonly [key: string]: Json };
  /** For people: how it was trained, on what, measured how; null where nobody wrote one. */
  readonly card: string | null;
  /** Parameters and buffers by name. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** The bytes of a model file. The same model gives the same bytes. */
export function encodeModelFile(model: ModelFile): Uint8Array {
  return writeSafetensors(model.tensors, metadataOf(model));
}

/** The bytes of a model file in pieces, for models too large to hold twice. */
export function modelFileChunks(model: ModelFile): Generator<Uint8Array, void, void> {
  return safetensorsChunks(model.tensors, metadataOf(model));
}

/**
 * Reads a model file.
 *
 * @param kind the kind that it must be @default any
 * @throws SafetensorsError for bytes that are no safetensors file
 * @throws ModelFileError for one that holds no model, or one of another kind
 */
export function decodeModelFile(bytes: Uint8Array, kind?: string): ModelFile {
  const { metadata, tensors } = readSafetensors(bytes);
  return { ...modelOfMetadata(metadata, kind), tensors };
}

/**
 * What the metadata of a model file say.
 * @throws ModelFileError as `decodeModelFile`
 */
export function modelOfMetadata(
  metadata: ReadonlyMap<string, string>,
  kind?: string,
): Omit<ModelFile, 'tensors'> {
  const found = metadata.get('kind');
  const config = metadata.get('config');
  if (found === undefined || config === undefined)
    throw new ModelFileError(
      'this safetensors file is no model of ours: its metadata must have kind and config',
    );
  if (kind !== undefined && found !== kind)
    throw new ModelFileError(
      `expected a model of kind ${quoted(kind)}; this file holds ${quoted(found)}`,
    );
  return { kind: found, config: parseConfig(config), card: metadata.get('card') ?? null };
}

function metadataOf({ kind, config, card }: ModelFile): Map<string, string> {
  const metadata = new Map([
    ['kind', kind],
    ['config', JSON.stringify(config)],
  ]);
  if (card !== null) metadata.set('card', card);
  return metadata;
}

function parseConfig(text: string): ModelFile['config'] {
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    config = null;
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new ModelFileError('the config of this model file is not an object of JSON');
  return config as ModelFile['config'];
}
