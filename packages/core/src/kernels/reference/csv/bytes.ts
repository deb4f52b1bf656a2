/**
 * The bytes that the CSV grammar speaks of, and a cell's bytes as text for people.
 * Knows no rows and no numbers.
 */

export const TAB = 0x09;
export const LF = 0x0a;
export const FORM_FEED = 0x0c;
export const CR = 0x0d;
export const BLANK = 0x20;
export const QUOTE = 0x22;
export const PLUS = 0x2b;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const COLON = 0x3a;
export const DIGIT_0 = 0x30;

/** Characters of a cell that a report shows. */
const REPORTED_CHARACTERS = 80;

/** Bytes up to which a cell of plain ASCII is decoded letter by letter. */
const SHORT_CELL = 32;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Whether a byte is an ASCII digit; `undefined` (past the end of the bytes) is none. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= DIGIT_0 && byte <= DIGIT_0 + 9;
}

/** Decodes `bytes[start, end)` as UTF-8, U+FFFD for what is not. */
export function decode(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT_CELL) return decoder.decode(bytes.subarray(start, end));
  // A decoder costs more than all the letters of a usual cell.
  let text = '';
  for (let position = start; position < end; position += 1) {
    const byte = bytes[position]!;
    if (byte >= 0x80) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Decodes at most the first 80 characters of `bytes[start, end)`. */
export function decodeForReport(bytes: Uint8Array, start: number, end: number): string {
  // A character takes at most 4 bytes, so what the cut may break lies behind the 80th.
  const text = decode(bytes, start, Math.min(end, start + 4 * (REPORTED_CHARACTERS + 1)));
  return text.length <= REPORTED_CHARACTERS
    ? text
    : Array.from(text).slice(0, REPORTED_CHARACTERS).join('');
}
