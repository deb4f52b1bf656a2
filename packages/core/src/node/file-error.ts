/**
 * A file that is not there, or cannot be read or written, in words for people.
 */

import { type Stats, statSync } from 'node:fs';

/** Why a file could not be read or written. */
export type FileErrorCode =
  | 'FILE_NOT_FOUND'
  | 'FILE_IS_DIRECTORY'
  | 'FILE_IS_DEVICE'
  | 'FILE_TOO_LARGE'
  | 'FILE_UNREADABLE'
  | 'FILE_NO_SPACE'
  | 'FILE_UNWRITABLE';

/** A file that could not be read or written. `code` is stable; `cause` is the system's own error. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: FileErrorCode;
  /** The path as it was given. */
  readonly path: string;
  /** What to do about it, one line; null where the message says it all. */
  readonly hint: string | null;

  constructor(
    code: FileErrorCode,
    path: string,
    message: string,
    details: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.path = path;
    this.hint = details.hint ?? null;
  }
}

/**
 * Refuses a device, which may never end (`/dev/zero`) or waits for a keyboard; a pipe is no device.
 * @throws FileError where the path is one, or is not there.
 */
export function refuseDevice(path: string): void {
  const stats = statsOf(path);
  if (!stats.isCharacterDevice() && !stats.isBlockDevice()) return;
  throw new FileError('FILE_IS_DEVICE', path, `${path}: this is a device, not a file`, {
    hint: 'name a file or a pipe',
  });
}

/**
 * Refuses whatever cannot be read in any order, and before it is opened: to open a pipe is to wait for whoever writes it.
 * @throws FileError where the path is no regular file, or is not there.
 */
export function refuseIrregular(path: string): void {
  const stats = statsOf(path);
  if (stats.isFile()) return;
  if (stats.isDirectory()) throw fileError(path, Object.assign(new Error(), { code: 'EISDIR' }));
  refuseDevice(path);
  throw new FileError('FILE_UNREADABLE', path, `${path}: this is no regular file`, {
    hint: 'copy it into a file: it is read in any order',
  });
}

function statsOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw fileError(path, cause);
  }
}

/** The `FileError` for what a call of the file system threw. */
export function fileError(path: string, cause: unknown): FileError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new FileError('FILE_NOT_FOUND', path, `${path}: no such file`, { cause });
    case 'EISDIR':
      return new FileError('FILE_IS_DIRECTORY', path, `${path}: this is a directory, not a file`, {
        hint: 'name a file in it',
        cause,
      });
    case 'EACCES':
    case 'EPERM':
      return new FileError('FILE_UNREADABLE', path, `${path}: no permission to read this file`, {
        cause,
      });
    case 'ERR_FS_FILE_TOO_LARGE':
      return new FileError(
        'FILE_TOO_LARGE',
        path,
        `${path}: more than 2 GiB, which only the native kernels can read, and only from a file`,
        { cause },
      );
    default: {
      const words = cause instanceof Error ? cause.message : String(cause);
      return new FileError('FILE_UNREADABLE', path, `${path}: cannot be read: ${words}`, { cause });
    }
  }
}

/** The `FileError` for what the file system threw while it wrote; what anybody else threw, as it is. */
export function writeError(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !('code' in cause)) return cause;
  switch (cause.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new FileError('FILE_NO_SPACE', path, `${path}: no space left to write this`, {
        hint: 'make room; what was there before is as it was',
        cause,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new FileError('FILE_UNWRITABLE', path, `${path}: no permission to write this`, {
        hint: 'name a place that may be written',
        cause,
      });
    default:
      if (!/^E/.test(String(cause.code))) return cause;
      return new FileError(
        'FILE_UNWRITABLE',
        path,
        `${path}: cannot be written: ${cause.message}`,
        {
          cause,
        },
      );
  }
}
