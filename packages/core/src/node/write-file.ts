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
  const partial = join(dirname(path), `.${basename(path)}.partial`);
  try {
    writeDurably(partial, chunks);
    renameSync(partial, path);
    syncFolder(dirname(path));
  } catch (cause) {
    rmSync(partial, { force: true });
    throw writeError(path, cause);
  }
}

/** Writes a file and waits for the disk. Throws what the file system throws. */
export function writeDurably(path: string, chunks: Iterable<Uint8Array>): void {
  const file = openSync(path, 'w');
  try {
    for (const chunk of chunks)
      for (let done = 0; done < chunk.length; )
        done += writeSync(file, chunk, done, Math.min(chunk.length - done, 2 ** 30));
    fsyncSync(file);
  } finally {
    closeSync(file);
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
