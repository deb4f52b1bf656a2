/** Huffman codes as deflate writes them: by the lengths of the symbols' codes alone (RFC 1951, section 3.2.2). */

import type { BitReader } from './bit-reader.ts';
import { damaged } from './gzip-fault.ts';

const LONGEST = 15;

export class HuffmanCode {
  /** By the next `#longest` bits: a symbol times 16 and the length of its code; 0 where no code begins so. */
  readonly #table: Uint16Array;
  readonly #longest: number;

  /**
   * @param lengths of the code of each symbol in bits, 0 for a symbol that does not occur
   * @param mayBeSingle whether one code of one bit, or none at all, will do; any other code must be complete
   * @throws GzipFault for lengths that make no code
   */
  constructor(lengths: Uint8Array, mayBeSingle: boolean) {
    const counts = new Uint16Array(LONGEST + 1);
    for (const length of lengths) counts[length]!++;
    counts[0] = 0;
    this.#longest = Math.max(
      1,
      counts.findLastIndex((count) => count > 0),
    );

    // The first code of each length, and how many there is room for.
    const next = new Uint16Array(LONGEST + 2);
    let room = 1;
    for (let length = 1; length <= LONGEST; length++) {
      room = 2 * room - counts[length]!;
      if (room < 0) throw damaged();
      next[length + 1] = (next[length]! + counts[length]!) << 1;
    }
    if (room > 0 && !(mayBeSingle && this.#longest === 1)) throw damaged();

    this.#table = new Uint16Array(1 << this.#longest);
    for (const [symbol, length] of lengths.entries()) {
      if (length === 0) continue;
      const code = reversed(next[length]!++, length);
      for (let index = code; index < this.#table.length; index += 1 << length)
        this.#table[index] = (symbol << 4) | length;
    }
  }

  /** Reads one symbol. */
  read(bits: BitReader): number {
    const entry = this.#table[bits.peek(this.#longest)]!;
    if (entry === 0) {
      // Zeros beyond the end are no code either.
      bits.drop(1);
      throw damaged();
    }
    bits.drop(entry & 15);
    return entry >>> 4;
  }
}

/** Codes are written from their highest bit on. */
function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit++) result |= ((code >>> bit) & 1) << (length - 1 - bit);
  return result;
}
