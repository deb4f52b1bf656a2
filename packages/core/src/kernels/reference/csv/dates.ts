/**
 * Date patterns: compiled once, then a cell gives a key by which rows are ordered.
 * Knows no rows and guesses nothing; the letters are those of docs/csv.md.
 */

import { BLANK, COLON, DIGIT_0, DOT, isDigit, MINUS, PLUS, TAB } from './bytes.ts';
import { type Decimal, parseNumber } from './numbers.ts';

/** Reads the trimmed cell `bytes[start, end)`: seconds since 1970 (or the number itself for `N`), NaN for no date. */
export type DateParser = (bytes: Uint8Array, start: number, end: number) => number;

const PARTS = 'YyMDbqhmspZ';
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** One step of a compiled pattern. `exit` is where an optional tail begins: a cell may end there. */
type Step =
  | { readonly kind: 'part'; readonly letter: string; readonly twoDigits: boolean }
  | { readonly kind: 'literal'; readonly byte: number }
  | { readonly kind: 'exit' };

/**
 * Compiles a pattern; `decimal` is the decimal sign for `N`.
 * @throws RangeError for a pattern that has no year, a part twice, `N` beside others, or brackets not around its end.
 */
export function compileDatePattern(pattern: string, decimal: Decimal): DateParser {
  if (pattern === 'N') {
    return (bytes, start, end) => {
      const value = parseNumber(bytes, start, end, decimal);
      return typeof value === 'number' ? value : Number.NaN;
    };
  }
  const steps = compileSteps(pattern);
  return (bytes, start, end) => match(steps, bytes, start, end);
}

function compileSteps(pattern: string): Step[] {
  const closing = /\]*$/.exec(pattern)![0].length;
  const body = pattern.slice(0, pattern.length - closing);
  const opening = body.split('[').length - 1;
  const letters = [...body].filter((character) => PARTS.includes(character));
  if (
    opening !== closing ||
    body.includes(']') ||
    body.includes('N') ||
    new Set(letters).size < letters.length ||
    !/[Yy]/.test(body)
  ) {
    throw new RangeError(`not a date pattern: '${pattern}'`);
  }
  const bare = [...body.replaceAll('[', '')];
  const steps: Step[] = [];
  let index = 0;
  for (const character of body) {
    if (character === '[') {
      steps.push({ kind: 'exit' });
      continue;
    }
    if (PARTS.includes(character)) {
      const beside = [bare[index - 1], bare[index + 1]];
      const packed = beside.some((other) => other !== undefined && PARTS.includes(other));
      const twoDigits = packed && (character === 'M' || character === 'D');
      steps.push({ kind: 'part', letter: character, twoDigits });
    } else {
      for (const byte of new TextEncoder().encode(character)) steps.push({ kind: 'literal', byte });
    }
    index += 1;
  }
  return steps;
}

/** The parts of one date while it is read. */
interface DateParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  fraction: number;
  /** Hours that PM adds; null without AM or PM. */
  halfDay: number | null;
  /** Seconds that local time is ahead of UTC. */
  offset: number;
}

function match(steps: readonly Step[], bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return Number.NaN;
  const date: DateParts = {
    year: 0,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    fraction: 0,
    halfDay: null,
    offset: 0,
  };
  let position = start;
  for (const step of steps) {
    if (step.kind === 'exit') {
      if (position === end) return dateKey(date);
    } else if (step.kind === 'part') {
      position = readPart(step.letter, step.twoDigits, date, bytes, position, end);
      if (position < 0) return Number.NaN;
    } else if (step.byte === BLANK) {
      const from = position;
      while (position < end && (bytes[position] === BLANK || bytes[position] === TAB))
        position += 1;
      if (position === from) return Number.NaN;
    } else {
      if (position >= end || bytes[position] !== step.byte) return Number.NaN;
      position += 1;
    }
  }
  return position === end ? dateKey(date) : Number.NaN;
}

/** Reads one part into `date` and returns the position behind it, -1 where it is not there. */
function readPart(
  letter: string,
  twoDigits: boolean,
  date: DateParts,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  if (letter === 'b') return readMonthName(date, bytes, start, end);
  if (letter === 'p') return readHalfDay(date, bytes, start, end);
  if (letter === 'Z') return readZone(date, bytes, start, end);
  const most = letter === 'Y' ? 4 : letter === 'q' ? 1 : 2;
  const position = digitsEnd(bytes, start, end, most);
  const count = position - start;
  const fixed = twoDigits || letter === 'Y' || letter === 'y';
  if (count < (fixed ? most : 1)) return -1;
  const value = digitsValue(bytes, start, position);
  switch (letter) {
    case 'Y':
      date.year = value;
      return position;
    case 'y':
      date.year = value + (value >= 69 ? 1900 : 2000);
      return position;
    case 'M':
      date.month = value;
      return position;
    case 'D':
      date.day = value;
      return position;
    case 'q':
      date.month = value >= 1 && value <= 4 ? 3 * value - 2 : 0;
      return position;
    case 'h':
      date.hour = value;
      return position;
    case 'm':
      date.minute = value;
      return position;
    default:
      date.second = value;
      return readFraction(date, bytes, position, end);
  }
}

function readFraction(date: DateParts, bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || bytes[start] !== DOT) return start;
  const position = digitsEnd(bytes, start + 1, end, Number.POSITIVE_INFINITY);
  if (position === start + 1) return start;
  const fraction = parseNumber(bytes, start, position, '.');
  date.fraction = typeof fraction === 'number' ? fraction : 0;
  return position;
}

function readMonthName(date: DateParts, bytes: Uint8Array, start: number, end: number): number {
  let name = '';
  let position = start;
  for (; position < end; position += 1) {
    const lower = bytes[position]! | 0x20;
    if (lower < 0x61 || lower > 0x7a) break;
    if (name.length < 10) name += String.fromCharCode(lower);
  }
  if (name.length < 3) return -1;
  date.month = 1 + MONTHS.findIndex((month) => month.startsWith(name));
  if (date.month === 0) return -1;
  return position < end && bytes[position] === DOT ? position + 1 : position;
}

function readHalfDay(date: DateParts, bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 2 || (bytes[start + 1]! | 0x20) !== 0x6d) return -1;
  const letter = bytes[start]! | 0x20;
  if (letter !== 0x61 && letter !== 0x70) return -1;
  date.halfDay = letter === 0x70 ? 12 : 0;
  return start + 2;
}

function readZone(date: DateParts, bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return -1;
  const sign = bytes[start];
  if (sign === 0x5a) return start + 1;
  if (sign !== PLUS && sign !== MINUS) return -1;
  let position = digitsEnd(bytes, start + 1, end, 2);
  if (position !== start + 3) return -1;
  const hours = digitsValue(bytes, start + 1, position);
  const from = position < end && bytes[position] === COLON ? position + 1 : position;
  let minutes = 0;
  if (digitsEnd(bytes, from, end, 2) === from + 2) {
    position = from + 2;
    minutes = digitsValue(bytes, from, position);
  }
  if (hours > 23 || minutes > 59) return -1;
  date.offset = (sign === PLUS ? 60 : -60) * (60 * hours + minutes);
  return position;
}

/** Position behind the digits at `start`, at most `most` of them. */
function digitsEnd(bytes: Uint8Array, start: number, end: number, most: number): number {
  const last = Math.min(end, start + most);
  let position = start;
  while (position < last && isDigit(bytes[position])) position += 1;
  return position;
}

function digitsValue(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let position = start; position < end; position += 1) {
    value = 10 * value + (bytes[position]! - DIGIT_0);
  }
  return value;
}

/** Seconds since 1970, NaN where a part is out of its range. */
function dateKey(date: DateParts): number {
  const { year, month, day, hour, minute, second, halfDay } = date;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  if (minute > 59 || second > 59 || hour > 23) return Number.NaN;
  if (halfDay !== null && (hour < 1 || hour > 12)) return Number.NaN;
  const hours = halfDay === null ? hour : (hour % 12) + halfDay;
  const whole =
    daysSince1970(year, month, day) * 86400 + hours * 3600 + minute * 60 + second - date.offset;
  return whole + date.fraction;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days of the proleptic Gregorian calendar; years are counted from March, so that leap days come last. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const leapDays =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return 365 * marchYear + leapDays + dayOfYear - 719468;
}
