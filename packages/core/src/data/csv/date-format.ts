/**
 * Finds the pattern of a column of dates from a sample of its cells.
 * Knows the forms people write; the language of patterns is compiled in the kernel.
 */

import {
  compileDatePattern,
  type DateParser,
  type Decimal,
} from '../../kernels/reference/csv/index.ts';

/** A pattern and how the sample reads under it. */
export interface DateFormat {
  readonly pattern: string;
  /** One key for each cell of the sample, NaN where it does not match. */
  readonly keys: readonly number[];
  /** How an ambiguous date was taken; null where there was nothing to choose. */
  readonly note: string | null;
}

/** Days, in the order in which they are preferred where a sample fits several. */
const DAYS = [
  ...['Y-M-D', 'Y/M/D', 'Y.M.D', 'Y M D', 'YMD'],
  ...['M/D/Y', 'D/M/Y', 'M-D-Y', 'D-M-Y', 'D.M.Y'],
  ...['M/D/y', 'D/M/y', 'y/M/D', 'M-D-y', 'D-M-y', 'y-M-D', 'D.M.y'],
  ...['b D Y', 'b D, Y', 'b-D-Y', 'b D y', 'b D, y', 'D b Y', 'D b, Y', 'D b y', 'D. b Y'],
  ...['D-b-Y', 'D-b-y', 'D/b/Y', 'D/b/y', 'DbY', 'Dby', 'Y b D', 'Y-b-D'],
  ...['Y年M月D日', 'Y年 M月 D日'],
];

/** Forms without a day, and compact ones with their time; none of them takes a time behind it. */
const OTHERS = [
  ...['Y-M', 'Y/M', 'YM', 'M/Y', 'M-Y', 'M.Y', 'M/y'],
  ...['b Y', 'b-Y', 'b/Y', 'b, Y', 'bY', 'b y', 'b-y', 'b/y', 'Y b', 'Y-b', 'Yb', 'Y年M月', 'Y年'],
  ...['Y\\MM', 'Y-Wv', 'YWv', 'Y-j'],
  ...['YQq', 'Y-Qq', 'Y Qq', 'Y:q', 'Y/Qq', 'Y.Qq', 'Qq Y', 'Qq-Y', 'Qq/Y', 'Qq y'],
  ...['YMDhms', 'YMDhm', 'YMDThms[Z]', 'YMDThm', 'YMD hms', 'YMD hm'],
];

const TIME_OF_DAY =
  /(?<lead>T| +|, *)\d{1,2}:\d{2}(?<seconds>:\d{1,2}(?:\.\d+)?)?(?<half> *[AaPp][Mm])?(?<zone> *(?:Z|[+-]\d{2}(?::?\d{2})?))?$/;

/** Cells, spread over the sample, of which a pattern must read at least one to be tried on all. */
const PROBES = 12;

/** Cells whose time of day is looked at. */
const TIMES_LOOKED_AT = 100;

/**
 * The pattern that reads most of the cells, at least half of them; null where none does.
 * A tie between day and month is settled by which reading keeps the cells in order.
 */
export function findDateFormat(cells: readonly string[], decimal: Decimal): DateFormat | null {
  const encoder = new TextEncoder();
  const bytes = cells.map((cell) => encoder.encode(cell));
  const probes = bytes.filter((_, index) => index % Math.ceil(cells.length / PROBES) === 0);
  const needed = Math.max(1, Math.ceil(cells.length / 2));
  let best: Reading | null = null;
  let rivals: Reading[] = [];
  for (const pattern of [...candidates(cells), 'N']) {
    // A number is a date by itself only where no calendar has a use for it.
    if (pattern === 'N' && best !== null) break;
    const parse = compileDatePattern(pattern, decimal);
    if (probes.every((cell) => Number.isNaN(parse(cell, 0, cell.length)))) continue;
    const reading = read(pattern, parse, bytes);
    if (reading.count < needed) continue;
    if (best === null || better(reading, best)) {
      best = reading;
      rivals = [];
    } else if (!better(best, reading)) {
      rivals.push(reading);
    }
  }
  if (best === null) return null;
  const { pattern, keys } = best;
  const odd = keys.findIndex((key, index) =>
    rivals.some((rival) => differ(key, rival.keys[index])),
  );
  const note =
    odd < 0
      ? null
      : `'${cells[odd]}' is read as ${inWords(pattern)}; nothing in the file's head tells`;
  return { pattern, keys, note };
}

interface Reading {
  readonly pattern: string;
  readonly keys: readonly number[];
  readonly count: number;
  /** Steps against the prevailing direction. */
  readonly disorder: number;
}

function read(pattern: string, parse: DateParser, cells: readonly Uint8Array[]): Reading {
  const keys = cells.map((cell) => parse(cell, 0, cell.length));
  const known = keys.filter((key) => !Number.isNaN(key));
  let up = 0;
  let down = 0;
  for (let index = 1; index < known.length; index += 1) {
    if (known[index]! > known[index - 1]!) up += 1;
    if (known[index]! < known[index - 1]!) down += 1;
  }
  return { pattern, keys, count: known.length, disorder: Math.min(up, down) };
}

function better(one: Reading, other: Reading): boolean {
  return one.count > other.count || (one.count === other.count && one.disorder < other.disorder);
}

function differ(one: number, other: number | undefined): boolean {
  return !Object.is(one, other);
}

/** Every form of a day with every form of a time that occurs, then the forms that stand alone. */
function candidates(cells: readonly string[]): string[] {
  const tails = new Set<string>();
  for (const cell of cells.slice(0, TIMES_LOOKED_AT)) tails.add(timePattern(cell));
  const heads = new Set(cells.slice(0, TIMES_LOOKED_AT).map(weekdayPattern));
  const days = [...heads].flatMap((head) =>
    DAYS.flatMap((day) => [...tails].map((tail) => head + day + tail)),
  );
  return [...days, ...OTHERS];
}

/** The pattern of the name of a weekday at the start of a cell, empty where there is none. */
function weekdayPattern(cell: string): string {
  const gap = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?(, *| +)/i.exec(cell)?.[1];
  if (gap === undefined) return '';
  return `w${gap.trim()}${gap.endsWith(' ') ? ' ' : ''}`;
}

/** The pattern of the time of day at the end of a cell, empty where there is none. */
function timePattern(cell: string): string {
  const time = TIME_OF_DAY.exec(cell)?.groups;
  if (time === undefined) return '';
  const { lead = '', seconds, half, zone } = time;
  const gap = lead.trim() + (lead.endsWith(' ') ? ' ' : '');
  if (half === undefined && zone === undefined) return `[${gap}h:m[:s]]`;
  const clock = seconds === undefined ? `${gap}h:m` : `${gap}h:m:s`;
  const halfDay = half === undefined ? '' : half.startsWith(' ') ? ' p' : 'p';
  return clock + halfDay + (zone === undefined ? '' : zone.startsWith(' ') ? '[ Z]' : '[Z]');
}

function inWords(pattern: string): string {
  const names: Record<string, string> = { Y: 'year', y: 'year', M: 'month', D: 'day' };
  return [...pattern.replace(/\[.*/, '')]
    .map((character) => names[character] ?? '')
    .filter((name) => name !== '')
    .join(', ');
}
