/**
 * Files that are whole or not there: written under a temporary name in the same folder, then renamed.
 * Nothing that exists is overwritten unless that was asked for.
 */

import { randomUUID } from 'node:crypto';
import { access, constants, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { SaveError, UsageError } from '../errors.ts';

export interface SaveOptions {
  /** Replace a file of that name. @default false */
  readonly force?: boolean;
  /** Files that the command uses otherwise, which not even `force` replaces. */
  readonly inUse?: readonly string[];
  /** Stops the writing between two pieces; nothing is left behind. */
  readonly signal?: AbortSignal;
}

/**
 * Throws `UsageError` where saving would overwrite a file, `SaveError` where no file can be made; call it before the
 * work begins.
 */
export async function assertFree(flag: string, path: string, options: SaveOptions): Promise<void> {
  if (path === '-' || path.endsWith('/')) {
    throw new UsageError(`${flag} must name a file, got '${path}'`);
  }
  const taken = options.inUse?.find((file) => file !== '-' && resolve(file) === resolve(path));
  if (taken !== undefined)
    throw new UsageError(`${flag} ${path}: this command uses that file already`);
  await assertFolder(path);
  if (options.force || !(await exists(path))) return;
  throw new UsageError(
    `${flag} ${path}: the file is there already and is not overwritten`,
    'add --force to replace it, or choose another name',
  );
}

/** Writes the pieces to the file. Throws `UsageError` where it exists, `SaveError` where it cannot be written. */
export async function saveFile(
  path: string,
  pieces: string | Uint8Array | Iterable<string | Uint8Array>,
  options: SaveOptions,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      const whole = typeof pieces === 'string' || pieces instanceof Uint8Array;
      for (const piece of whole ? [pieces] : pieces) {
        options.signal?.throwIfAborted();
        await file.writeFile(piece);
      }
    } finally {
      await file.close();
    }
    await assertFree('saving', path, options);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw isSystemError(error) ? saveError(path, error) : error;
  }
}

/** Throws `SaveError` unless the file's folder is there and may be written to, and no folder has the file's name. */
async function assertFolder(path: string): Promise<void> {
  const folder = dirname(path);
  let reason: string | null = null;
  try {
    if (!(await stat(folder)).isDirectory()) reason = `${folder} is not a folder`;
    await access(folder, constants.W_OK);
    const taken = await stat(path).catch(() => null);
    if (taken?.isDirectory()) reason ??= 'it is a folder';
  } catch (error) {
    throw isSystemError(error) ? saveError(path, error) : error;
  }
  if (reason !== null) throw new SaveError(`cannot write ${path}: ${reason}`);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function saveError(path: string, error: NodeJS.ErrnoException): SaveError {
  const reasons: Record<string, string> = {
    ENOENT: `the folder ${dirname(path)} does not exist`,
    ENOTDIR: `${dirname(path)} is not a folder`,
    EISDIR: 'it is a folder',
    EACCES: 'no permission to write there',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
  };
  const reason = reasons[error.code ?? ''] ?? error.message;
  return new SaveError(`cannot write ${path}: ${reason}`);
}
