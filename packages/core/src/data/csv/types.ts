/**
 * What reading a series takes and gives. Plain data; what fills it stands in the files beside this one.
 */

/** A file in memory and the name that messages call it by. */
export interface NamedBytes {
  readonly bytes: Uint8Array;
  /** For example `prices.csv`. */
  readonly name: string;
}

/** How to read a series; whatever is left out is found in the head of the file. */
export interface ReadSeriesOptions {
  /**
   * Column of values: its name, or its number from 1.
   * @default a column called close, adjusted, price, value, last or y, else the first of numbers
   */
  readonly column?: string | number;
  /**
   * Column of dates, by which a descending file is turned; null (or 'none') takes the rows as they stand.
   * @default the column that by name or content holds dates, if any
   */
  readonly dateColumn?: string | number | null;
  /**
   * Only rows whose cells equal these values count; all must hold.
   * @default every row
   * @example [{ column: 'symbol', value: 'AAPL' }]
   */
  readonly where?: readonly { readonly column: string | number; readonly value: string }[];
  /** One ASCII character, or 'tab'; a blank stands for any run of blanks and tabs. */
  readonly delimiter?: string;
  /** The sign between whole and decimal part. */
  readonly decimal?: '.' | ',';
  /** Whether the first line that is not blank names the columns. */
  readonly header?: boolean;
  /**
   * What to do about missing values: refuse the file, or keep them as NaN for a fit by segments.
   * @default 'refuse'
   */
  readonly missing?: 'refuse' | 'segments';
}

/** One column of numbers, oldest value first, and what was picked on the way to it. */
export interface Series {
  /** NaN where a value is missing. */
  readonly values: Float64Array;
  /** Name of the file. */
  readonly file: string;
  /** Name of the column; `column 2` where the file has no header. */
  readonly column: string;
  /** 0-based. */
  readonly columnIndex: number;
  readonly columnCount: number;
  readonly dateColumn: string | null;
  /** Rows that met every condition; the length of `values`. */
  readonly rows: number;
  readonly missing: number;
  /** Order of the rows in the file; a descending file is turned, `values` always ascend. */
  readonly order: 'ascending' | 'descending' | 'file';
  /** For example 'daily', 'monthly' or 'every 15 minutes'; null where the dates do not tell. */
  readonly frequency: string | null;
  /** Date of the first and the last value as the file words them. */
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  readonly delimiter: string;
  readonly decimal: '.' | ',';
  readonly header: boolean;
  readonly where: readonly { readonly column: string; readonly value: string }[];
  /** What was picked among alternatives or noticed on the way, one line each. */
  readonly notes: readonly string[];
}
