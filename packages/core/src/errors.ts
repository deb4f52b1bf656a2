/**
 * The errors that this package throws: the nearest built-in class, a stable `code`, and the numbers that matter.
 * Messages say what could not be done, the rule, the value seen, where, and how to mend it.
 */

/** An option that mends a fault, named as in `ReadSeriesOptions` and `ArOptions`. */
export interface Mend {
  readonly option:
    | 'column'
    | 'dateColumn'
    | 'where'
    | 'delimiter'
    | 'decimal'
    | 'missing'
    | 'lags'
    | 'holdBack'
    | 'history';
  /** The value to give it: a condition for `where`; absent where the choice is the reader's. */
  readonly value?: string | number | null | { readonly column: string; readonly value: string };
}

/** A mend as it is typed in code: `{ missing: 'segments' }`. */
function mendInCode({ option, value }: Mend): string {
  if (value === undefined) return `{ ${option}: ... }`;
  if (typeof value !== 'object' || value === null) return `{ ${option}: ${literal(value)} }`;
  const condition = `{ column: ${literal(value.column)}, value: ${literal(value.value)} }`;
  return `{ ${option}: [${condition}] }`;
}

function literal(value: string | number | null): string {
  if (typeof value !== 'string') return String(value);
  return `'${value.replace(/[\\']/g, '\\$&')}'`;
}

/** Advice, and behind a colon the option that it speaks of. */
function joinHint(
  advice: string | null,
  mend: Mend | null,
  wording: (mend: Mend) => string,
): string | null {
  if (mend === null) return advice;
  return advice === null ? wording(mend) : `${advice}: ${wording(mend)}`;
}

/** A CSV file that cannot be read as asked. `code` is stable; `line` is 1-based in the file. */
export class CsvError extends SyntaxError {
  override readonly name = 'CsvError';
  readonly code: CsvErrorCode;
  /** 1-based line in the file, or null where the fault has no line. */
  readonly line: number | null;
  /** Name of the column, or null where the fault has no column. */
  readonly column: string | null;
  /** What to do about it, one line, as code has it; null where the message says it all. */
  readonly hint: string | null;
  /** The option that mends it, or null. */
  readonly mend: Mend | null;
  readonly #advice: string | null;

  constructor(
    code: CsvErrorCode,
    message: string,
    where: { line?: number; column?: string; hint?: string; mend?: Mend } = {},
  ) {
    super(message);
    this.code = code;
    this.line = where.line ?? null;
    this.column = where.column ?? null;
    this.#advice = where.hint ?? null;
    this.mend = where.mend ?? null;
    this.hint = this.hintIn(mendInCode);
  }

  /** The hint with its mend in other words than those of code, for example as a flag. */
  hintIn(wording: (mend: Mend) => string): string | null {
    return joinHint(this.#advice, this.mend, wording);
  }
}

/** Stable reasons why a CSV file is refused. */
export type CsvErrorCode =
  | 'CSV_EMPTY'
  | 'CSV_ENCODING'
  | 'CSV_NO_ROWS'
  | 'CSV_NO_SUCH_COLUMN'
  | 'CSV_NO_NUMERIC_COLUMN'
  | 'CSV_NOT_A_NUMBER'
  | 'CSV_NOT_FINITE'
  | 'CSV_SHORT_ROW'
  | 'CSV_UNCLOSED_QUOTE'
  | 'CSV_LINE_TOO_LONG'
  | 'CSV_DATES_UNORDERED'
  | 'CSV_NO_DATE_FORMAT'
  | 'CSV_IO';

/** A series that cannot be modelled as asked: too short, a gap, a constant, a non-finite value. */
export class SeriesError extends RangeError {
  override readonly name = 'SeriesError';
  readonly code: SeriesErrorCode;
  /** How many observations the request needs, where that is the fault. */
  readonly needed: number | null;
  /** How many observations there are, where that is the fault. */
  readonly got: number | null;
  /** 0-based position of the offending value, or null. */
  readonly index: number | null;
  /** What to do about it, one line, as code has it; null where the message says it all. */
  readonly hint: string | null;
  /** The option that mends it, or null. */
  readonly mend: Mend | null;
  readonly #advice: string | null;

  constructor(
    code: SeriesErrorCode,
    message: string,
    details: { needed?: number; got?: number; index?: number; hint?: string; mend?: Mend } = {},
  ) {
    super(message);
    this.code = code;
    this.needed = details.needed ?? null;
    this.got = details.got ?? null;
    this.index = details.index ?? null;
    this.#advice = details.hint ?? null;
    this.mend = details.mend ?? null;
    this.hint = this.hintIn(mendInCode);
  }

  /** The hint with its mend in other words than those of code, for example as a flag. */
  hintIn(wording: (mend: Mend) => string): string | null {
    return joinHint(this.#advice, this.mend, wording);
  }
}

/** Stable reasons why a series is refused. */
export type SeriesErrorCode =
  | 'SERIES_TOO_SHORT'
  | 'SERIES_GAP'
  | 'SERIES_NOT_FINITE'
  | 'SERIES_RANK_DEFICIENT'
  | 'SERIES_OUT_OF_RANGE'
  | 'SERIES_NOT_POSITIVE';

/** An option that has no meaning, or that contradicts another. */
export class OptionError extends RangeError {
  override readonly name = 'OptionError';
  readonly code = 'OPTION_INVALID';
  /** Name of the option as typed in code. */
  readonly option: string;

  constructor(option: string, message: string) {
    super(message);
    this.option = option;
  }
}

/** A model file that is not what it should be. */
export class ModelFileError extends TypeError {
  override readonly name = 'ModelFileError';
  readonly code = 'MODEL_FILE_INVALID';
}

/** Why a tensor backend was not taken. */
export interface Refusal {
  /** Name of the backend. */
  readonly name: string;
  /** Why it cannot be used here, a clause such as `there is no cargo here`. */
  readonly reason: string;
}

/** A tensor backend that was asked for and cannot be used here, or no backend at all. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly code = 'BACKEND_MISSING';
  /** The backends that were tried in vain, in order. */
  readonly refused: readonly Refusal[];
  /** What to do about it, one line, or null. */
  readonly hint: string | null;

  constructor(message: string, refused: readonly Refusal[], hint: string | null = null) {
    super(message);
    this.refused = refused;
    this.hint = hint;
  }
}
