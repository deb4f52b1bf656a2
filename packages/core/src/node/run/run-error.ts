/** What is wrong with the folder of a training run. */

/** Stable reasons. */
export type RunErrorCode =
  | 'RUN_EXISTS'
  | 'RUN_FOREIGN'
  | 'RUN_MODEL_DAMAGED'
  | 'RUN_NOT_FOUND'
  | 'RUN_SAMPLE_NAME'
  | 'RUN_TAKEN'
  | 'CHECKPOINT_NOT_FOUND'
  | 'CHECKPOINT_EXISTS'
  | 'CHECKPOINT_DAMAGED'
  | 'CHECKPOINT_VERSION';

/** A run's folder that cannot be used as asked. */
export class RunError extends Error {
  override readonly name = 'RunError';
  readonly code: RunErrorCode;
  /** The folder or file. */
  readonly path: string;
  /** What to do about it, one line; null where the message says it all. */
  readonly hint: string | null;

  constructor(
    code: RunErrorCode,
    path: string,
    message: string,
    details: { hint?: string; cause?: unknown } = {},
  ) {
    super(`${path}: ${message}`, { cause: details.cause });
    this.code = code;
    this.path = path;
    this.hint = details.hint ?? null;
  }
}
