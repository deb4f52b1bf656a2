/**
 * Records and cells out of bytes: line ends, delimiters, quotes, blank lines, trimming.
 * Knows no header, no numbers and no dates.
 */

import { BLANK, CR, decode, decodeForReport, FORM_FEED, LF, QUOTE, TAB } from './bytes.ts';

/** Bytes that one record may have, without its line end. */
const LONGEST_RECORD = 1024 * 1024;

/** How a cell stands in the file: bare, in quotes and nothing more, or in quotes with something to undo. */
const BARE = 0;
const QUOTED = 1;
const ESCAPED = 2;

/** What `RowReader.next` came upon. */
export type RecordKind = 'row' | 'blank' | 'end' | 'unclosed-quote' | 'too-long';

/**
 * Walks through the records of a delimited text. After `next()` the fields describe the record, and `select(i)`
 * points `text`, `start`, `end` at a trimmed cell; nothing is decoded or copied unless quotes must be undone.
 */
export class RowReader {
  /** 1-based line on which the record begins. */
  line = 0;
  /** Cells of the record, those beyond `width` too. */
  cells = 0;
  /** Where the next record begins. */
  offset: number;
  /** Bytes that hold the selected cell, `[start, end)` of them. */
  text: Uint8Array;
  start = 0;
  end = 0;

  readonly #bytes: Uint8Array;
  readonly #delimiter: number;
  readonly #width: number;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #forms: number[] = [];
  #nextLine = 1;

  /** Reads `bytes` from the start; only the first `width` cells of each record can be selected. */
  constructor(bytes: Uint8Array, delimiter: number, width: number) {
    this.#bytes = bytes;
    this.#delimiter = delimiter;
    this.#width = width;
    this.text = bytes;
    const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.offset = marked ? 3 : 0;
  }

  /** Moves to the next record. After 'end', 'unclosed-quote' or 'too-long' there is nothing more to read. */
  next(): RecordKind {
    const bytes = this.#bytes;
    const size = bytes.length;
    const first = this.offset;
    if (first >= size) return 'end';
    const runs = this.#delimiter === BLANK;
    this.line = this.#nextLine;
    this.cells = 0;
    let position = runs ? this.#skipBlanks(first) : first;
    let quotes = false;
    for (;;) {
      const start = position;
      let form = BARE;
      if (bytes[position] === QUOTE) {
        quotes = true;
        form = QUOTED;
        for (position += 1; ; position += 1) {
          const byte = bytes[position];
          if (byte === QUOTE) {
            position += 1;
            if (bytes[position] !== QUOTE) break;
            form = ESCAPED;
          } else if (byte === LF || (byte === CR && bytes[position + 1] !== LF)) {
            this.#nextLine += 1;
          } else if (byte === undefined) {
            return size - first > LONGEST_RECORD ? 'too-long' : 'unclosed-quote';
          }
        }
      }
      const closed = position;
      position = this.#endOfCell(position);
      if (form === QUOTED && position > closed) form = ESCAPED;
      if (this.cells < this.#width) {
        this.#starts[this.cells] = start;
        this.#ends[this.cells] = position;
        this.#forms[this.cells] = form;
      }
      this.cells += 1;
      if (this.#atLineEnd(position)) break;
      position += 1;
      if (runs) {
        position = this.#skipBlanks(position);
        if (this.#atLineEnd(position)) break;
      }
    }
    if (position - first > LONGEST_RECORD) return 'too-long';
    const single = this.cells === 1 && !quotes;
    this.offset = position + (bytes[position] === CR && bytes[position + 1] === LF ? 2 : 1);
    this.#nextLine += 1;
    return single && this.#isBlank() ? 'blank' : 'row';
  }

  /** Points `text`, `start` and `end` at cell `index` (below `cells` and `width`), unquoted and trimmed. */
  select(index: number): void {
    const form = this.#forms[index];
    this.text = this.#bytes;
    this.start = this.#starts[index]!;
    this.end = this.#ends[index]!;
    if (form === QUOTED) {
      this.start += 1;
      this.end -= 1;
    } else if (form === ESCAPED) {
      this.text = undoQuotes(this.#bytes, this.start, this.end);
      this.start = 0;
      this.end = this.text.length;
    }
    this.#trim();
    const last = this.end - 1;
    if (last > this.start && this.text[this.start] === QUOTE && this.text[last] === QUOTE) {
      this.start += 1;
      this.end = last;
      this.#trim();
    }
  }

  /** The whole text of cell `index`. */
  cell(index: number): string {
    this.select(index);
    return decode(this.text, this.start, this.end);
  }

  /** The text of cell `index` as a report shows it, at most 80 characters. */
  cellForReport(index: number): string {
    this.select(index);
    return decodeForReport(this.text, this.start, this.end);
  }

  #endOfCell(from: number): number {
    const bytes = this.#bytes;
    const size = bytes.length;
    const delimiter = this.#delimiter;
    const alternative = delimiter === BLANK ? TAB : delimiter;
    let position = from;
    while (position < size) {
      const byte = bytes[position];
      if (byte === delimiter || byte === LF || byte === CR || byte === alternative) break;
      position += 1;
    }
    return position;
  }

  #atLineEnd(position: number): boolean {
    const byte = this.#bytes[position];
    return byte === undefined || byte === LF || byte === CR;
  }

  #skipBlanks(from: number): number {
    let position = from;
    while (this.#bytes[position] === BLANK || this.#bytes[position] === TAB) position += 1;
    return position;
  }

  #isBlank(): boolean {
    this.text = this.#bytes;
    this.start = this.#starts[0]!;
    this.end = this.#ends[0]!;
    this.#trim();
    return this.start === this.end;
  }

  #trim(): void {
    const text = this.text;
    let { start, end } = this;
    for (;;) {
      if (start < end && isTrimmed(text[start])) start += 1;
      else if (end - start >= 2 && text[start] === 0xc2 && text[start + 1] === 0xa0) start += 2;
      else break;
    }
    for (;;) {
      if (start < end && isTrimmed(text[end - 1])) end -= 1;
      else if (end - start >= 2 && text[end - 2] === 0xc2 && text[end - 1] === 0xa0) end -= 2;
      else break;
    }
    this.start = start;
    this.end = end;
  }
}

function isTrimmed(byte: number | undefined): boolean {
  return byte === BLANK || byte === TAB || byte === LF || byte === FORM_FEED || byte === CR;
}

/** Undoes the quotes of a cell that begins with one: doubled quotes, and text behind the closing one. */
function undoQuotes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const text = new Uint8Array(end - start);
  let size = 0;
  let inside = true;
  for (let position = start + 1; position < end; position += 1) {
    const byte = bytes[position]!;
    if (inside && byte === QUOTE) {
      position += 1;
      if (bytes[position] !== QUOTE) {
        inside = false;
        position -= 1;
        continue;
      }
    }
    text[size] = byte;
    size += 1;
  }
  return text.subarray(0, size);
}
