/** Model files on disk. */

import { ModelFileError } from '../errors.ts';
import { type ModelFile, modelFileChunks, modelOfMetadata } from '../io/model-file.ts';
import { readTensorFile } from './safetensors-file.ts';
import { writeFileAtomically } from './write-file.ts';

/**
 * Reads a model file of any size.
 *
 * @param kind the kind that it must be @default any
 * @throws FileError, SafetensorsError, ModelFileError
 */
export function readModelFile(path: string, kind?: string): ModelFile {
  const { metadata, tensors } = readTensorFile(path);
  try {
    return { ...modelOfMetadata(metadata, kind), tensors };
  } catch (error) {
    throw error instanceof ModelFileError ? new ModelFileError(`${path}: ${error.message}`) : error;
  }
}

/**
 * Writes a model file, in the place of one that is there; it is never there in part.
 * @throws FileError where it cannot be written
 */
export function writeModelFile(path: string, model: ModelFile): void {
  writeFileAtomically(path, modelFileChunks(model));
}
