/** Reads a safetensors file tensor by tensor: its header first, then whatever ranges are asked for. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import {
  headerLength,
  LENGTH_BYTES,
  parseHeader,
  type SafetensorsHeader,
  type TensorRange,
} from '../io/safetensors/header.ts';
import { type StoredTensor, storedTensor } from '../io/safetensors/read.ts';
import { SafetensorsError } from '../io/safetensors/safetensors-error.ts';
import { fileError, refuseIrregular } from './file-error.ts';

/**
 * An open safetensors file. Only the header is in memory.
 *
 * @example
 * ```ts
 * const file = new SafetensorsFile('model.safetensors');
 * try {
 *   for (const name of file.tensors.keys()) assign(name, file.read(name));
 * } finally {
 *   file.close();
 * }
 * ```
 */
export class SafetensorsFile {
  /** Texts by key. */
  readonly metadata: ReadonlyMap<string, string>;
  /** What there is, by name, in the order of the bytes. */
  readonly tensors: ReadonlyMap<string, TensorRange>;
  readonly #path: string;
  #file: number | null;

  /**
   * @throws FileError for a file that is not there, may not be read, or is no regular file
   * @throws SafetensorsError for one that is not what the format says
   */
  constructor(path: string) {
    refuseIrregular(path);
    this.#path = path;
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch (cause) {
      throw fileError(path, cause);
    }
    try {
      const header = this.#readHeader(file);
      this.metadata = header.metadata;
      this.tensors = header.tensors;
      this.#file = file;
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  /**
   * Reads a tensor.
   * @throws RangeError for a name that the file does not have, and after `close`
   * @throws FileError where the file cannot be read
   */
  read(name: string): StoredTensor {
    const range = this.tensors.get(name);
    if (range === undefined)
      throw new RangeError(
        `${this.#path} has no tensor ${name}; it has ${this.tensors.size} others`,
      );
    if (this.#file === null) throw new RangeError(`${this.#path} was closed`);
    const bytes = this.#readBytes(this.#file, range.begin, range.end - range.begin);
    return storedTensor(range.dtype, range.shape, bytes);
  }

  /** Closes the file. */
  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #readHeader(file: number): SafetensorsHeader {
    const { size } = fstatSync(file);
    const start = this.#readBytes(file, 0, Math.min(LENGTH_BYTES, size));
    const length = this.#understood(() => headerLength(start, size));
    const bytes = this.#readBytes(file, LENGTH_BYTES, length);
    return this.#understood(() => parseHeader(bytes, size));
  }

  #understood<Part>(read: () => Part): Part {
    try {
      return read();
    } catch (error) {
      throw error instanceof SafetensorsError ? error.inFile(this.#path) : error;
    }
  }

  #readBytes(file: number, position: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      const count = this.#readSome(file, bytes, filled, position + filled);
      if (count === 0)
        throw new SafetensorsError(
          'SAFETENSORS_TRUNCATED',
          `${this.#path}: the file became shorter while it was read`,
          { offset: position + filled },
        );
      filled += count;
    }
    return bytes;
  }

  #readSome(file: number, bytes: Uint8Array, filled: number, position: number): number {
    const most = Math.min(bytes.length - filled, 2 ** 30);
    try {
      return readSync(file, bytes, filled, most, position);
    } catch (cause) {
      throw fileError(this.#path, cause);
    }
  }
}

/** All of a safetensors file, however large, each tensor in an array of its own. */
export function readTensorFile(path: string): {
  metadata: ReadonlyMap<string, string>;
  tensors: Map<string, StoredTensor>;
} {
  const file = new SafetensorsFile(path);
  try {
    const tensors = new Map<string, StoredTensor>();
    for (const name of file.tensors.keys()) tensors.set(name, file.read(name));
    return { metadata: file.metadata, tensors };
  } finally {
    file.close();
  }
}
