/**
 * The readable twin of the native CSV kernel: one walk over the bytes, a plan executed row by row.
 * Guesses nothing and words nothing: what contradicts the plan comes back as a refusal (docs/csv.md).
 */

import type {
  ColumnPlan,
  ColumnRefusal,
  ColumnSource,
  ColumnTable,
  ReadProgress,
} from '../../kernels.ts';
import { decodeForReport } from './bytes.ts';
import { DateTally } from './date-tally.ts';
import { compileDatePattern } from './dates.ts';
import { NumberColumn } from './number-column.ts';
import { parseNumber } from './numbers.ts';
import { RowReader } from './rows.ts';

/** Bytes between two reports of progress. */
const STRETCH = 1024 * 1024;

const REFUSED_NUMBER = {
  'not-finite': 'CSV_NOT_FINITE',
  'not-a-number': 'CSV_NOT_A_NUMBER',
} as const;

/**
 * Reads columns by an exact plan; yields after each mebibyte.
 * @throws TypeError for a source that is a path: this kernel opens no files.
 */
export function* readColumns(
  source: ColumnSource,
  plan: ColumnPlan,
): Generator<ReadProgress, ColumnTable | ColumnRefusal, void> {
  if (!('bytes' in source)) throw new TypeError('the reference kernels read bytes, not files');
  const { bytes } = source;
  const width = columnsNeeded(plan);
  const reader = new RowReader(bytes, plan.delimiter.charCodeAt(0), width);
  const table = new TableBuilder(bytes, reader, plan, width);
  let headerLines = plan.headerLines;
  let blanks = 0;
  let report = STRETCH;
  for (;;) {
    const kind = reader.next();
    if (kind === 'end') return table.finish();
    if (kind === 'unclosed-quote') return refuse('CSV_UNCLOSED_QUOTE', reader.line, 0, '');
    if (kind === 'too-long') return refuse('CSV_LINE_TOO_LONG', reader.line, 0, '');
    if (kind === 'blank') {
      blanks += 1;
    } else if (headerLines > 0) {
      headerLines -= 1;
      blanks = 0;
    } else {
      table.addBlankLines(blanks);
      blanks = 0;
      const refusal = table.addRow();
      if (refusal !== null) return refusal;
    }
    if (reader.offset >= report) {
      yield { bytesRead: Math.min(reader.offset, bytes.length), bytesTotal: bytes.length };
      report = reader.offset + STRETCH;
    }
  }
}

/** One more than the highest index of the plan; a plan without any is one of the first column. */
function columnsNeeded(plan: ColumnPlan): number {
  const dates = plan.date === null ? [] : [plan.date.index];
  return 1 + Math.max(0, ...plan.numbers, ...dates, ...plan.where.map(({ index }) => index));
}

function refuse(
  refused: ColumnRefusal['refused'],
  line: number,
  column: number,
  cell: string,
): ColumnRefusal {
  return { refused, line, column, cell };
}

/** Grows the columns and the tally of dates by the record that the reader stands on. */
class TableBuilder {
  readonly #reader: RowReader;
  readonly #plan: ColumnPlan;
  readonly #width: number;
  readonly #conditions: readonly { readonly index: number; readonly value: Uint8Array }[];
  readonly #columns: readonly NumberColumn[];
  readonly #parseDate: (bytes: Uint8Array, start: number, end: number) => number;
  readonly #dates = new DateTally();
  /** The cell of the last date that was read, as bytes: its words are seldom wanted. */
  #dateText: Uint8Array;
  #dateStart = 0;
  #dateEnd = 0;
  #rows = 0;
  #rowsInFile = 0;
  #blankLines = 0;

  constructor(bytes: Uint8Array, reader: RowReader, plan: ColumnPlan, width: number) {
    const encoder = new TextEncoder();
    this.#reader = reader;
    this.#plan = plan;
    this.#width = width;
    this.#conditions = plan.where.map(({ index, value }) => ({
      index,
      value: encoder.encode(value),
    }));
    this.#columns = plan.numbers.map(() => new NumberColumn());
    this.#parseDate = compileDatePattern(plan.date?.pattern ?? 'N', plan.decimal);
    this.#dateText = bytes;
  }

  /** Takes `count` blank lines that end just before the row on which the reader stands. */
  addBlankLines(count: number): void {
    if (this.#rowsInFile === 0) return;
    if (this.#width !== 1 || this.#plan.where.length > 0) {
      this.#blankLines += count;
      return;
    }
    for (let line = this.#reader.line - count; line < this.#reader.line; line += 1) {
      this.#rowsInFile += 1;
      this.#rows += 1;
      for (const column of this.#columns) column.pushMissing(line);
      if (this.#plan.date !== null) this.#dates.add(Number.NaN, line, empty, empty);
    }
  }

  /** Takes the row on which the reader stands; a refusal if it contradicts the plan. */
  addRow(): ColumnRefusal | null {
    const reader = this.#reader;
    if (reader.cells < this.#width) {
      return refuse('CSV_SHORT_ROW', reader.line, this.#width - 1, String(reader.cells));
    }
    this.#rowsInFile += 1;
    for (const { index, value } of this.#conditions) {
      reader.select(index);
      if (!equalBytes(reader.text, reader.start, reader.end, value)) return null;
    }
    this.#rows += 1;
    const { numbers, decimal, date } = this.#plan;
    for (const [position, index] of numbers.entries()) {
      reader.select(index);
      const value = parseNumber(reader.text, reader.start, reader.end, decimal);
      const column = this.#columns[position]!;
      if (typeof value === 'number') column.push(value);
      else if (value === 'missing') column.pushMissing(reader.line);
      else return refuse(REFUSED_NUMBER[value], reader.line, index, reader.cellForReport(index));
    }
    if (date !== null) this.#addDate(date.index);
    return null;
  }

  finish(): ColumnTable {
    return {
      refused: null,
      rows: this.#rows,
      rowsInFile: this.#rowsInFile,
      columns: this.#columns.map((column) => column.values),
      missing: this.#columns.map((column) => column.missing),
      dates: this.#plan.date === null ? null : this.#dates.finish(this.#lastDate),
      blankLines: this.#blankLines,
    };
  }

  #addDate(index: number): void {
    const reader = this.#reader;
    reader.select(index);
    const { text, start, end } = reader;
    const key = this.#parseDate(text, start, end);
    this.#dates.add(key, reader.line, () => decodeForReport(text, start, end), this.#lastDate);
    if (Number.isNaN(key)) return;
    this.#dateText = text;
    this.#dateStart = start;
    this.#dateEnd = end;
  }

  readonly #lastDate = () => decodeForReport(this.#dateText, this.#dateStart, this.#dateEnd);
}

const empty = () => '';

function equalBytes(bytes: Uint8Array, start: number, end: number, value: Uint8Array): boolean {
  if (end - start !== value.length) return false;
  for (let index = 0; index < value.length; index += 1) {
    if (bytes[start + index] !== value[index]) return false;
  }
  return true;
}
