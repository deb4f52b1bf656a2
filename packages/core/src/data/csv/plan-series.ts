/**
 * Makes the plan by which a series is read, out of the head of the file and what the caller asked for.
 * Reads no rows beyond the head; what is decided here is executed by a kernel to the letter.
 */

import { CsvError, OptionError } from '../../errors.ts';
import type { ColumnPlan } from '../../kernels/kernels.ts';
import { readCalendar } from './calendar.ts';
import { cellKind, countCells } from './cells.ts';
import {
  chooseDateColumn,
  chooseValueColumn,
  type DateColumn,
  dateFormatOf,
  type HeadColumn,
  headColumn,
  isNamedDate,
  namesDates,
} from './choose-columns.ts';
import { chooseDecimalSign } from './decimal-sign.ts';
import { findColumn, listNames } from './find-column.ts';
import type { Head, HeadRecord } from './head.ts';
import { refuseText } from './refuse-text.ts';
import { readShape } from './shape.ts';
import type { ReadSeriesOptions } from './types.ts';

/** A plan, and what is needed to speak of its outcome. */
export interface SeriesPlan {
  readonly plan: ColumnPlan;
  /** Name of the file. */
  readonly file: string;
  readonly header: boolean;
  /** All columns of the file with their cells in the head. */
  readonly columns: readonly HeadColumn[];
  readonly values: HeadColumn;
  readonly dates: HeadColumn | null;
  readonly where: readonly { readonly column: string; readonly value: string }[];
  readonly frequency: string | null;
  /** Line of the first row. */
  readonly firstLine: number;
  readonly notes: readonly string[];
}

/**
 * Plans how to read one series.
 * @throws CsvError for an empty or binary file, one without rows or numbers, and columns that are not there.
 * @throws OptionError for a delimiter or a decimal sign that cannot be one.
 */
export function planSeries(head: Head, options: ReadSeriesOptions): SeriesPlan {
  if (options.decimal !== undefined && options.decimal !== '.' && options.decimal !== ',') {
    throw new OptionError(
      'decimal',
      `the decimal sign must be '.' or ','; got '${options.decimal}'`,
    );
  }
  const shape = readShape(head, options);
  const { delimiter, header, names } = shape;
  const where = (options.where ?? []).map(({ column, value }) => ({
    index: findColumn(column, names, head.name, (name) => ({
      option: 'where',
      value: { column: String(name), value },
    })),
    value: value.trim(),
  }));
  const met = shape.rows.filter(({ cells }) =>
    where.every(({ index, value }) => cells[index] === value),
  );
  // Where the head has no row that counts, the others still tell what kind of cells a column has.
  const rows = met.length > 0 ? met : shape.rows;
  const columns = names.map((name, index) => {
    const cells = rows.map((row) => row.cells[index] ?? '');
    return headColumn(index, name, cells);
  });
  const asked =
    options.column === undefined
      ? null
      : columns[
          findColumn(options.column, names, head.name, (value) => ({ option: 'column', value }))
        ]!;
  const dates = pickDates(columns, asked, options.dateColumn, head.name);
  if (options.dateColumn === undefined) refuseUnreadDates(columns, asked, dates, head.name);
  const values = asked ?? chooseValueColumn(columns, dates?.column ?? null);
  if (values === null) refuseText(head, shape, columns, dates?.column ?? null);
  const numericDates = dates?.format.pattern === 'N' ? dates.column.cells : [];
  const sign =
    options.decimal === undefined
      ? chooseDecimalSign([...values.cells, ...numericDates], delimiter)
      : { decimal: options.decimal, note: null };
  const calendar =
    dates === null ? null : readCalendar(dates.format.keys, dates.format.pattern === 'N');
  const notes = [
    header ? null : `no header: the columns are called ${listNames(names)}`,
    shape.note,
    asked === null ? noteChoice(columns, values, dates?.column ?? null) : null,
    sign.note,
    dates?.format.note ?? null,
    noteJumps(dates?.column ?? null, rows, calendar?.jumps ?? []),
  ];
  return {
    plan: {
      delimiter,
      headerLines: shape.headerLines,
      decimal: sign.decimal,
      numbers: [values.index],
      date: dates && { index: dates.column.index, pattern: dates.format.pattern },
      where,
    },
    file: head.name,
    header,
    columns,
    values,
    dates: dates?.column ?? null,
    where: where.map(({ index, value }) => ({ column: names[index]!, value })),
    frequency: calendar?.frequency ?? null,
    firstLine: shape.firstLine,
    notes: notes.filter((note) => note !== null),
  };
}

/** The column of dates that was asked for, or the one that is found. */
function pickDates(
  columns: readonly HeadColumn[],
  values: HeadColumn | null,
  wanted: string | number | null | undefined,
  file: string,
): DateColumn | null {
  const names = columns.map(({ name }) => name);
  if (wanted === undefined) return chooseDateColumn(columns, values);
  if (wanted === null || (wanted === 'none' && !names.includes('none'))) return null;
  const column =
    columns[findColumn(wanted, names, file, (value) => ({ option: 'dateColumn', value }))]!;
  const format = dateFormatOf(column);
  if (format !== null) return { column, format };
  refuseDates(column, file);
}

/** A column that is called dates and is not understood must not leave the order of the rows to chance. */
function refuseUnreadDates(
  columns: readonly HeadColumn[],
  asked: HeadColumn | null,
  dates: DateColumn | null,
  file: string,
): void {
  // A count of the rows says nothing of their dates.
  const known = dates !== null && (dates.format.pattern !== 'N' || isNamedDate(dates.column));
  if (known) return;
  const unread = columns.find(
    (column) => column !== asked && namesDates(column) && countCells(column.cells).texts > 0,
  );
  if (unread !== undefined && !unread.numeric) refuseDates(unread, file);
}

function refuseDates({ name, cells }: HeadColumn, file: string): never {
  const cell = cells.find((text) => cellKind(text) === 'text') ?? cells[0] ?? '';
  throw new CsvError(
    'CSV_NO_DATE_FORMAT',
    `${file}: column '${name}' has no dates that are understood; one of its cells is '${cell}'`,
    {
      column: name,
      hint: 'write dates as 2026-11-25, or take the rows as they stand',
      mend: { option: 'dateColumn', value: null },
    },
  );
}

function noteChoice(
  columns: readonly HeadColumn[],
  values: HeadColumn,
  dates: HeadColumn | null,
): string | null {
  const others = columns.filter(
    (column) => column.numeric && column !== values && column !== dates,
  );
  if (others.length === 0) return null;
  const names = listNames(others.map(({ name }) => name));
  return `column '${values.name}' was picked; others hold numbers too: ${names}`;
}

function noteJumps(
  dates: HeadColumn | null,
  rows: readonly HeadRecord[],
  jumps: readonly number[],
): string | null {
  const [first] = jumps;
  if (dates === null || first === undefined) return null;
  const read = (position: number) => dates.cells[position];
  const more = jumps.length > 1 ? ` and ${jumps.length - 1} more in the head of the file` : '';
  return `dates jump from ${read(first - 1)} to ${read(first)} at line ${rows[first]!.line}${more}; the rows between are not there`;
}
