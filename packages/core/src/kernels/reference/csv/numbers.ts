/**
 * The number that a cell says, by the grammar of docs/csv.md.
 * Knows no rows; the cell it is given is trimmed.
 */

import { DIGIT_0, DOT, decode, isDigit, MINUS, PLUS } from './bytes.ts';

/** The sign between the whole and the decimal part. */
export type Decimal = '.' | ',';

/** A finite number, or why the cell holds none. */
export type ParsedNumber = number | 'missing' | 'not-finite' | 'not-a-number';

/** Whole numbers up to here, and powers of ten up to 22, are exact doubles: one division rounds correctly. */
const MOST_EXACT_DIGITS = 15;

const MISSING = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', 'none', 'nil', '-', '.', '?']);
const INFINITE = /^[+\-\u2212]?inf(?:inity)?$/i;

/** Reads the trimmed cell `bytes[start, end)`. */
export function parseNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  decimal: Decimal,
): ParsedNumber {
  return (
    parsePlainDecimal(bytes, start, end, decimal) ??
    parseNumberText(decode(bytes, start, end), decimal)
  );
}

/** Reads a trimmed cell that is text already. */
export function parseNumberText(cell: string, decimal: Decimal): ParsedNumber {
  if (cell.length <= 4 && MISSING.has(cell.toLowerCase())) return 'missing';
  if (INFINITE.test(cell)) return 'not-finite';
  const parts = (decimal === '.' ? DOT_NUMBER : COMMA_NUMBER).exec(cell)?.groups;
  if (parts === undefined) return 'not-a-number';
  const whole = (parts.whole ?? '').replace(/\D/g, '');
  const fraction = parts.fraction ?? '';
  if (whole === '' && fraction === '') return 'not-a-number';
  const magnitude = Number(`${whole}.${fraction}0e${parts.exponent ?? '0'}`);
  if (magnitude === Number.POSITIVE_INFINITY) return 'not-finite';
  return /[-\u2212]/.test(parts.front ?? '') ? -magnitude : magnitude;
}

const DOT_NUMBER = numberGrammar('\\.', ',');
const COMMA_NUMBER = numberGrammar(',', '.');

function numberGrammar(decimal: string, thousands: string): RegExp {
  const front = '[+\\-\\u2212]?[$€£¥]?|[$€£¥][+\\-\\u2212]';
  const grouped = `\\d{1,3}(?<mark>[${thousands}'_ \\u00a0\\u202f])\\d{3}(?:\\k<mark>\\d{3})*`;
  return new RegExp(
    `^(?<front>${front})(?<whole>${grouped}|\\d*)` +
      `(?:${decimal}(?<fraction>\\d*))?(?:[eE](?<exponent>[+-]?\\d+))?$`,
  );
}

/** The fast lane: sign, at most 15 digits, decimal part; null where the cell is anything else. */
function parsePlainDecimal(
  bytes: Uint8Array,
  start: number,
  end: number,
  decimal: Decimal,
): number | null {
  const sign = bytes[start];
  const first = sign === MINUS || sign === PLUS ? start + 1 : start;
  if (end - first > MOST_EXACT_DIGITS + 1) return null;
  const mark = decimal === '.' ? DOT : 0x2c;
  let digits = 0;
  let count = 0;
  let point = -1;
  for (let position = first; position < end; position += 1) {
    const byte = bytes[position]!;
    if (isDigit(byte)) {
      digits = digits * 10 + (byte - DIGIT_0);
      count += 1;
    } else if (byte === mark && point < 0) {
      point = count;
    } else {
      return null;
    }
  }
  if (count === 0 || count > MOST_EXACT_DIGITS) return null;
  const magnitude = point < 0 ? digits : digits / 10 ** (count - point);
  return sign === MINUS ? -magnitude : magnitude;
}
