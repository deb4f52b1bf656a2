/** What is thrown where a data set cannot be found or fetched. */

/** Why; stable. */
export type DatasetErrorCode =
  | 'DATASET_UNKNOWN'
  | 'DATASET_EMPTY'
  | 'DATASET_STATUS'
  | 'DATASET_CONNECTION'
  | 'DATASET_WRONG_SUM';

/** A data set that is not there. `cause` is what the network said, where it said something. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
  readonly code: DatasetErrorCode;
  /** What to do about it, one line, or null. */
  readonly hint: string | null;

  constructor(
    code: DatasetErrorCode,
    message: string,
    details: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.hint = details.hint ?? null;
  }
}
