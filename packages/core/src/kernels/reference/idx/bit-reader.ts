/** Bits out of bytes, the lowest first (RFC 1951, section 3.1.1). */

import { cut } from './gzip-fault.ts';

export class BitReader {
  readonly #bytes: Uint8Array;
  /** The next byte that `#held` does not have. */
  #next: number;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#next = start;
  }

  /** Where the next whole byte begins. */
  get position(): number {
    return this.#next - (this.#count >>> 3);
  }

  /** The next bits, at most 16, and zeros for those beyond the end. */
  peek(count: number): number {
    while (this.#count <= 24 && this.#next < this.#bytes.length) {
      this.#held |= this.#bytes[this.#next++]! << this.#count;
      this.#count += 8;
    }
    return this.#held & ((1 << count) - 1);
  }

  /** Goes past bits that were peeked at. */
  drop(count: number): void {
    if (count > this.#count) throw cut();
    this.#held >>>= count;
    this.#count -= count;
  }

  take(count: number): number {
    const bits = this.peek(count);
    this.drop(count);
    return bits;
  }

  /** Goes past the rest of a byte that was begun. */
  alignToByte(): void {
    this.drop(this.#count & 7);
  }

  /** At most `count` whole bytes. */
  takeBytes(count: number): Uint8Array {
    const start = this.position;
    this.#next = Math.min(start + count, this.#bytes.length);
    this.#held = 0;
    this.#count = 0;
    return this.#bytes.subarray(start, this.#next);
  }
}
