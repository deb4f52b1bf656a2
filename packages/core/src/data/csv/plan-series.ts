/**
 * Makes the plan by which a series is read, out of the head of the file and what the caller asked for.
 * Reads no rows beyond the head; what is decided here is executed by a kernel to the letter.
 */

import { CsvError, OptionError } from '../../errors.ts';
import type { ColumnPlan } from '../../kernels/kernels.ts';
import { readCalendar } from './calendar.ts';
import {
  chooseDateColumn,
  chooseValueColumn,
  type DateColumn,
  dateFormatOf,
  type HeadColumn,
  headColumn,
  isNamedDate,
} from './choose-columns.ts';
import { chooseDecimalSign } from './decimal-sign.ts';
import { findColumn, listNames } from './find-column.ts';
import type { Head, HeadRecord } from './head.ts';
import { readShape, type Shape } from './shape.ts';
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
  const values = asked ?? chooseValueColumn(columns, dates?.column ?? null);
  if (values === null) refuseText(head.name, shape, dates?.column ?? null);
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
    dates === null ? noteUnreadDates(columns, options.dateColumn) : dates.format.note,
    noteJumps(dates?.column ?? null, rows, calendar?.jumps ?? []),
  ];
  return {
    plan: {
      delimiter,
      headerLines: header ? 1 : 0,
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
  const cell = column.cells.find((text) => text !== '') ?? '';
  throw new CsvError(
    'CSV_NO_DATE_FORMAT',
    `${file}: column '${column.name}' has no dates that are understood; one of its cells is '${cell}'`,
    {
      column: column.name,
      hint: 'write dates as 2026-11-25, or take the rows as they stand',
      mend: { option: 'dateColumn', value: null },
    },
  );
}

function refuseText(file: string, { names, delimiter }: Shape, dates: HeadColumn | null): never {
  const beside = dates?.numeric ? ` beside the dates '${dates.name}'` : '';
  const delimiters: Record<string, string> = { '\t': 'a tab', ' ': 'blanks' };
  throw new CsvError(
    'CSV_NO_NUMERIC_COLUMN',
    `${file}: no column${beside} holds numbers; the columns are ${listNames(names)}`,
    {
      hint: `cells were taken to be separated by ${delimiters[delimiter] ?? `'${delimiter}'`}; name another sign`,
      mend: { option: 'delimiter' },
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

function noteUnreadDates(
  columns: readonly HeadColumn[],
  wanted: string | number | null | undefined,
): string | null {
  const column = wanted === undefined ? columns.find(isNamedDate) : undefined;
  if (column === undefined || column.numeric) return null;
  const cell = column.cells.find((text) => text !== '') ?? '';
  return `column '${column.name}': '${cell}' is no date that is understood, so the rows are taken as they stand`;
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
