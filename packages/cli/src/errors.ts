/**
 * The errors that the command line itself makes; those of the library pass through unchanged.
 * `exit-codes.ts` turns either kind into words and an exit code.
 */

/** The command was typed in a way that has no meaning. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE';
  /** How to mend it, one line, or null. */
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.hint = hint;
  }
}

/** A file that cannot be written. Exit code 1. */
export class SaveError extends Error {
  override readonly name = 'SaveError';
  readonly code = 'OUTPUT_UNWRITABLE';
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.hint = hint;
  }
}

/** Whoever read our output has gone (`gen ... | head`): the work is done, quietly. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
  readonly code = 'OUTPUT_CLOSED';
}

/** A model that is not here. Exit code 4. */
export class ModelMissing extends Error {
  override readonly name = 'ModelMissing';
  readonly code = 'MODEL_MISSING';
  /** How to get one, one line, or null. */
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.hint = hint;
  }
}
