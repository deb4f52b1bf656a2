/** Reads a model file of `gen fit-ar --out`. */

import { ArModel, ModelFileError } from '@ferrogen/core';
import type { Context } from '../context.ts';
import { openInput, readBytes } from '../input/read-input.ts';

/** The model in a file, or on stdin where the path is `-`. Throws `FileError` or `ModelFileError`. */
export async function loadArModel(path: string, context: Context): Promise<ArModel> {
  const input = await openInput(path, context);
  return parseArModel(input.name, await readBytes(input));
}

/** The model in the bytes of a file of that name. Throws `ModelFileError`. */
export async function parseArModel(name: string, bytes: Uint8Array): Promise<ArModel> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new ModelFileError(
      `${name} holds no JSON, so it is no model file; gen fit-ar FILE --out MODEL.json makes one`,
    );
  }
  try {
    return ArModel.fromJSON(json);
  } catch (error) {
    throw error instanceof ModelFileError ? new ModelFileError(`${name}: ${error.message}`) : error;
  }
}
