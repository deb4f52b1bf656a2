/**
 * The shape of a file, read off its head: delimiter, header, names of columns, first rows.
 * Knows nothing of values and dates beyond what tells a header from data.
 */

import { CsvError } from '../../errors.ts';
import { checkDelimiter, chooseDelimiter } from './delimiter.ts';
import { refuseBinary } from './encoding.ts';
import { listNames } from './find-column.ts';
import { type Head, type HeadRecord, splitHead } from './head.ts';
import { columnNames, hasHeader } from './header.ts';
import type { ReadSeriesOptions } from './types.ts';

/** Records whose cells are counted to know how many columns there are. */
const RECORDS_COUNTED = 200;

/** Delimiter, header and the rows of the head. */
export interface Shape {
  readonly delimiter: string;
  readonly header: boolean;
  /** Records above the first row: the header, and a line that names the delimiter. */
  readonly headerLines: number;
  readonly names: readonly string[];
  readonly rows: readonly HeadRecord[];
  /** What to say of rows that have more cells than the header has names; null where none has. */
  readonly note: string | null;
  /** Line of the first row, or where it would stand. */
  readonly firstLine: number;
}

/**
 * Reads the shape of a file; what the options say is not guessed.
 * @throws CsvError for a file that is empty, binary or without rows.
 */
export function readShape(head: Head, options: ReadSeriesOptions): Shape {
  refuseBinary(head);
  const named = delimiterLine(head);
  const delimiter =
    options.delimiter === undefined
      ? (named ?? chooseDelimiter(head, options.decimal))
      : checkDelimiter(options.delimiter);
  const records = splitHead(head, delimiter).slice(named === null ? 0 : 1);
  const first = records[0];
  if (first === undefined) {
    throw new CsvError('CSV_EMPTY', `${head.name}: the file is empty`, {
      hint: 'give a file with a header and one row a line, such as date,close',
    });
  }
  const header = options.header ?? hasHeader(records);
  const widths = records.slice(0, RECORDS_COUNTED).map(({ cells }) => cells.length);
  const names = columnNames(header ? first : null, Math.max(...widths));
  const rows = header ? records.slice(1) : records;
  if (rows.length === 0 && head.whole) {
    throw new CsvError(
      'CSV_NO_ROWS',
      `${head.name}: no rows below the header ${listNames(names)}`,
      {
        line: first.line,
        hint: 'give a file with one row a line below its header',
      },
    );
  }
  const note = header ? noteWideRow(first, rows) : null;
  return {
    delimiter,
    header,
    headerLines: (named === null ? 0 : 1) + (header ? 1 : 0),
    names,
    rows,
    note,
    firstLine: rows[0]?.line ?? first.line + 1,
  };
}

/** The delimiter of a first line such as `sep=;`, which spreadsheets write and read; null where there is none. */
function delimiterLine({ bytes }: Head): string | null {
  const start = new TextDecoder().decode(bytes.subarray(0, 64));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: any ASCII character may separate cells
  return /^\s*"?sep=([\x01-\x09\x0b\x0c\x0e-\x7f])"?[ \t;,]*(?:[\r\n]|$)/i.exec(start)?.[1] ?? null;
}

/** Names may stand over the wrong cells where a row has more cells than there are names. */
function noteWideRow(header: HeadRecord, rows: readonly HeadRecord[]): string | null {
  const count = header.cells.length;
  const wide = rows.find(({ cells }) => cells.slice(count).some((cell) => cell !== ''));
  if (wide === undefined) return null;
  return `line ${wide.line} has ${wide.cells.length} cells under ${count} names: a delimiter inside a number or text needs quotes`;
}
