/**
 * Which column holds the values and which the dates, by their names and by what is in them.
 */

import { countCells, isNumeric } from './cells.ts';
import { type DateFormat, findDateFormat } from './date-format.ts';
import { chooseDecimalSign } from './decimal-sign.ts';

/** One column of the head. */
export interface HeadColumn {
  readonly index: number;
  readonly name: string;
  readonly cells: readonly string[];
  readonly numeric: boolean;
}

/** The column of dates and how its cells read. */
export interface DateColumn {
  readonly column: HeadColumn;
  readonly format: DateFormat;
}

/** Names of values, best first. Each fits as the whole name or as its last words (`AAPL.Close`). */
const VALUE_NAMES = [
  ...['close', 'adj close', 'adjclose', 'adjusted', 'adjusted close'],
  ...['price', 'value', 'last', 'y'],
];

/** Names of dates, best first: those that are believed even of numbers in no order, and those that are not. */
const DATE_NAMES = ['date', 'datetime', 'timestamp', 'time', 'year', 'period', 'ds'];
const PART_NAMES = ['day', 'week', 'month', 'quarter'];
const COUNT_NAMES = ['index', 'id', 'no', 'nr', 'obs', 'row', 't', 'unnamed 0'];
const TIME_NAMES = [...DATE_NAMES, ...PART_NAMES, ...COUNT_NAMES];

/** Patterns under which a column of bare numbers is taken for dates whatever its name. */
const NUMERIC_CALENDAR = /^(YMD|YM|YMDhms|YMDhm)$/;

/** Describes a column of the head. */
export function headColumn(index: number, name: string, cells: readonly string[]): HeadColumn {
  return { index, name, cells, numeric: isNumeric(countCells(cells)) };
}

/**
 * The column of values among those of numbers: by name, else the first that is no date and no count.
 * Null where no column holds numbers.
 */
export function chooseValueColumn(
  columns: readonly HeadColumn[],
  dates: HeadColumn | null,
): HeadColumn | null {
  const numeric = columns.filter((column) => column.numeric && column !== dates);
  for (const wanted of VALUE_NAMES) {
    const named =
      numeric.find(({ name }) => words(name).join(' ') === wanted) ??
      numeric.find(({ name }) => endsWith(name, wanted));
    if (named !== undefined) return named;
  }
  return numeric.find(({ name }) => !namesTime(name)) ?? numeric[0] ?? null;
}

/**
 * The column of dates, null where none is found. Never the only column of numbers, and never `values`, the column
 * that was asked for.
 */
export function chooseDateColumn(
  columns: readonly HeadColumn[],
  values: HeadColumn | null,
): DateColumn | null {
  const numbers = columns.filter(({ numeric }) => numeric).length;
  const candidates = columns.filter(
    (column) => column !== values && (!column.numeric || numbers > 1),
  );
  const named = TIME_NAMES.flatMap((wanted) =>
    candidates.filter(({ name }) => endsWith(name, wanted)),
  );
  for (const column of named) {
    const format = dateFormatOf(column);
    const certain = !column.numeric || isNamedDate(column);
    if (format !== null && (certain || isOrdered(format))) return { column, format };
  }
  for (const column of candidates) {
    const format = dateFormatOf(column);
    if (format !== null && (!column.numeric || isCalendar(column, format)))
      return { column, format };
  }
  return null;
}

/** How the cells of a column read as dates, null where they do not; the file's decimal sign may be either. */
export function dateFormatOf({ cells }: HeadColumn): DateFormat | null {
  return findDateFormat(cells, chooseDecimalSign(cells, ',').decimal);
}

/** Whether a column is named as one of dates, whatever it holds. */
export function isNamedDate({ name }: HeadColumn): boolean {
  return DATE_NAMES.includes(words(name).join(' '));
}

/** Whether a column is named as one of dates or of a part of a date; `trade date` is, `response time` is not. */
export function namesDates(column: HeadColumn): boolean {
  const whole = words(column.name).join(' ');
  if (isNamedDate(column) || PART_NAMES.includes(whole)) return true;
  return ['date', 'datetime', 'timestamp'].some((wanted) => endsWith(column.name, wanted));
}

/** Whether a column of bare numbers can be nothing but dates or a count of the rows. */
function isCalendar(column: HeadColumn, { pattern, keys }: DateFormat): boolean {
  if (NUMERIC_CALENDAR.test(pattern)) {
    return keys.filter(Number.isNaN).length < 0.05 * keys.length && isOrdered({ keys });
  }
  if (column.index > 0 || pattern !== 'N' || keys.length < 3) return false;
  const steps = keys.slice(1).map((key, index) => key - keys[index]!);
  const least = Math.min(...steps);
  const most = Math.max(...steps);
  if (!(least > 0 || most < 0)) return false;
  // A count goes on by ones; years by ones or their months and quarters; Unix times by whole seconds.
  if (least === 1 && most === 1) return true;
  if (keys.every((key) => key >= 1000 && key < 3000)) return most - least < 0.01;
  return keys.every((key) => key >= 1e8 && Number.isInteger(key));
}

/** Whether all known dates go one way, or stand still. */
function isOrdered({ keys }: Pick<DateFormat, 'keys'>): boolean {
  const known = keys.filter((key) => !Number.isNaN(key));
  const steps = known.slice(1).map((key, index) => Math.sign(key - known[index]!));
  return !(steps.includes(1) && steps.includes(-1));
}

function namesTime(name: string): boolean {
  return TIME_NAMES.some((wanted) => endsWith(name, wanted));
}

function endsWith(name: string, wanted: string): boolean {
  const parts = words(name);
  // `Adj Close` is not `close`.
  if (wanted === 'close' && /^adj/.test(parts.at(-2) ?? '')) return false;
  const last = parts.slice(-wanted.split(' ').length).join(' ');
  return last === wanted;
}

/** The words of a name: `AAPL.Close` and `aapl_close` are both `aapl`, `close`; `adjClose` is `adj`, `close`. */
function words(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
