/**
 * Writes files that are either there as a whole or not at all, whatever stops the process, and whatever stops the machine once
 * the call has returned.
 */

import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeError } from './file-error.ts';

/**
 * Writes a file in the place of the one of this name: readers see the old one or the new one, never a part, also where several
 * processes write it at once. A process that is killed may leave a hidden file behind, `.NAME.ID.partial`.
 *
 * @param chunks its bytes, in pieces
 * @throws FileError where it cannot be written; the old file is as it was then
 */
export function writeFileAtomically(path: string, chunks: Iterable<Uint8Array>): void {
  const partial = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.partial`);
  try {
    writeDurably(partial, chunks);
    renameSync(partial, path);
    syncFolder(dirname(path));
  } catch (cause) {
    discard(partial);
    throw writeError(path, cause);
  }
}

/**
 * Writes a file that is not there and waits for the disk. A link of its name counts as there: what it leads to is never written.
 * Throws what the file system throws.
 */
export function writeDurably(path: string, chunks: Iterable<Uint8Array>): void {
  const file = openSync(path, 'wx');
  try {
    for (const chunk of chunks) writeAll(file, chunk);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Writes all of the bytes where the file stands: a single call of the system may take only some of them. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, Math.min(bytes.length - done, 2 ** 30));
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
