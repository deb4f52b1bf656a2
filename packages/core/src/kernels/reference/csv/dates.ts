/**
 * Date patterns: compiled once, then a cell gives a key by which rows are ordered.
 * Knows no rows and guesses nothing; the letters are those of docs/csv.md.
 */

import { BLANK, COLON, DIGIT_0, DOT, isDigit, MINUS, PLUS, TAB } from './bytes.ts';
import { dayOf } from './days.ts';
import { type Decimal, parseNumber } from './numbers.ts';

/** Reads the trimmed cell `bytes[start, end)`: seconds since 1970 (or the number itself for `N`), NaN for no date. */
export type DateParser = (bytes: Uint8Array, start: number, end: number) => number;

const PARTS = 'YyMDbqvjwhmspZ';
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
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** One step of a compiled pattern. `exit` is where an optional tail begins: a cell may end there. */
type Step =
  | { readonly kind: 'part'; readonly letter: string; readonly twoDigits: boolean }
  | { readonly kind: 'literal'; readonly byte: number }
  | { readonly kind: 'exit' };

/**
 * Compiles a pattern; `decimal` is the decimal sign for `N`.
 * @throws RangeError for a pattern that has no year, a part twice, `N` beside others, `v` or `j` beside parts of
 * a month, or brackets not around its end.
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
  // A backslash makes the letter behind it stand for itself.
  const characters = body.match(/\\[A-Za-z]|./gsu) ?? [];
  const bare = characters.filter((character) => character !== '[');
  const letters = bare.filter((character) => PARTS.includes(character));
  const counts = letters.filter((letter) => letter === 'v' || letter === 'j').length;
  if (
    characters.length - bare.length !== closing ||
    bare.includes(']') ||
    bare.includes('N') ||
    new Set(letters).size < letters.length ||
    !letters.some((letter) => letter === 'Y' || letter === 'y') ||
    counts > 1 ||
    (counts === 1 && letters.some((letter) => 'MDbq'.includes(letter)))
  ) {
    throw new RangeError(`not a date pattern: '${pattern}'`);
  }
  const steps: Step[] = [];
  let index = 0;
  for (const character of characters) {
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
      const literal = character.length > 1 ? character.replace(/^\\/, '') : character;
      for (const byte of new TextEncoder().encode(literal)) steps.push({ kind: 'literal', byte });
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
  /** Week of ISO 8601, or day of the year, in place of month and day; null where there is none. */
  week: number | null;
  yearDay: number | null;
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
    week: null,
    yearDay: null,
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

/** Digits that a part takes at most, where it is not two. */
const MOST_DIGITS: Readonly<Record<string, number>> = { Y: 4, j: 3, q: 1 };

/** Reads one part into `date` and returns the position behind it, -1 where it is not there. */
function readPart(
  letter: string,
  twoDigits: boolean,
  date: DateParts,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  if (letter === 'b') {
    const [month, position] = readName(MONTHS, bytes, start, end);
    date.month = month;
    return position;
  }
  if (letter === 'w') return readName(WEEKDAYS, bytes, start, end)[1];
  if (letter === 'p') return readHalfDay(date, bytes, start, end);
  if (letter === 'Z') return readZone(date, bytes, start, end);
  const most = MOST_DIGITS[letter] ?? 2;
  const position = digitsEnd(bytes, start, end, most);
  const count = position - start;
  const fixed = twoDigits || 'Yyvj'.includes(letter);
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
    case 'v':
      date.week = value;
      return position;
    case 'j':
      date.yearDay = value;
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

/**
 * The number from 1 of the name that a run of letters begins, at least three of them, and the position behind it and a
 * dot; position -1 where there is none.
 */
function readName(
  names: readonly string[],
  bytes: Uint8Array,
  start: number,
  end: number,
): [number, number] {
  let word = '';
  let position = start;
  for (; position < end; position += 1) {
    const lower = bytes[position]! | 0x20;
    if (lower < 0x61 || lower > 0x7a) break;
    if (word.length < 10) word += String.fromCharCode(lower);
  }
  const index = word.length < 3 ? -1 : names.findIndex((name) => name.startsWith(word));
  if (index < 0) return [0, -1];
  return [index + 1, position < end && bytes[position] === DOT ? position + 1 : position];
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
  const { hour, minute, second, halfDay } = date;
  if (minute > 59 || second > 59 || hour > 23) return Number.NaN;
  if (halfDay !== null && (hour < 1 || hour > 12)) return Number.NaN;
  const hours = halfDay === null ? hour : (hour % 12) + halfDay;
  const days = dayOf(date);
  if (days === null) return Number.NaN;
  const whole = days * 86400 + hours * 3600 + minute * 60 + second - date.offset;
  return whole + date.fraction;
}
