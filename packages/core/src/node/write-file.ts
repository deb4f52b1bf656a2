/**
 * Writes files that are either there as a whole or not at all, whatever stops the process, and whatever stops the machine once
 * the call has returned.
 */

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeError } from './file-error.ts';

/**
 * Writes a file in the place of the one of this name: readers see the old one or the new one, never a part.
 *
 * @param chunks its bytes, in pieces
 * @throws FileError where it cannot be written; the old file is as it was then
 */
export function writeFileAtomically(path: string, chunks: Iterable<Uint8Array>): void {
  const partial = join(dirname(path), partialOf(basename(path)));
  try {
    discard(partial);
    writeDurably(partial, chunks);
    renameSync(partial, path);
    syncFolder(dirname(path));
  } catch (cause) {
    discard(partial);
    throw writeError(path, cause);
  }
}

/** Under which name a file is written until it is whole. */
export function partialOf(name: string): string {
  return `.${name}.partial`;
}

/**
 * Writes a file that is not there and waits for the disk. A link of its name counts as there: what it leads to is never written.
 * Throws what the file system throws.
 */
export function writeDurably(path: string, chunks: Iterable<Uint8Array>): void {
  const file = openSync(path, 'wx');
  try {
    for (const chunk of chunks) writeWhole(file, chunk);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Writes all of a chunk to an open file: one call of the system may take a part of it. */
export function writeWhole(file: number, chunk: Uint8Array): void {
  for (let done = 0; done < chunk.length; )
    done += writeSync(file, chunk, done, Math.min(chunk.length - done, 2 ** 30));
}

/** Removes what a failed attempt left, where it can: what is told is why the attempt failed. */
export function discard(path: string, options: { readonly recursive?: boolean } = {}): void {
  try {
    rmSync(path, { force: true, ...options });
  } catch {
    // It is not there, or cannot be removed.
  }
}

/** Waits until the names in a folder are on the disk. */
export function syncFolder(path: string): void {
  // Windows has no such call, and keeps names in a journal of its own.
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
