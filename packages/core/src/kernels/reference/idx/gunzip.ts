/** The bytes that a gzip file unpacks to, as many at a time as are asked for (RFC 1952). */

import { crc32 } from './crc32.ts';
import { cut, damaged, type GzipFault } from './gzip-fault.ts';
import { inflate } from './inflate.ts';

/** Bytes that one byte of deflated data can stand for, at most (zlib's technical details: 1032). */
const BEST_RATIO = 1032;

/** Most bytes of a name or a comment in the head of a member, as in the native kernels: a bound on what is kept of them there. */
const LONGEST_TEXT = 2 ** 16 - 1;

/** Whether bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The members of a file, one after the other. */
export class Members {
  /** More bytes than this the file cannot unpack to. */
  readonly mostBytes: number;
  readonly #bytes: Uint8Array;
  readonly #pieces: Generator<Uint8Array, void, void>;
  #rest: Uint8Array = new Uint8Array(0);
  /** Where the member begins that is being read. */
  #start = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.mostBytes = bytes.length * BEST_RATIO;
    this.#pieces = this.#unpack();
  }

  /** Fills the array, or as much of it as there are bytes left, and says how much. Checksums are looked at when a member ends. */
  fill(out: Uint8Array): number {
    let filled = 0;
    while (filled < out.length) {
      const piece = this.#take(out.length - filled);
      if (piece === null) break;
      out.set(piece, filled);
      filled += piece.length;
    }
    return filled;
  }

  /** How many bytes are left; none of them is kept. */
  countRest(): number {
    let total = 0;
    for (;;) {
      const piece = this.#take(Number.POSITIVE_INFINITY);
      if (piece === null) return total;
      total += piece.length;
    }
  }

  /** Position of a fault in the file. */
  offsetOf(fault: GzipFault): number {
    return fault.refused === 'IDX_GZIP_CUT' ? this.#bytes.length : this.#start;
  }

  #take(most: number): Uint8Array | null {
    while (this.#rest.length === 0) {
      const step = this.#pieces.next();
      if (step.done) return null;
      this.#rest = step.value;
    }
    const piece = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }

  *#unpack(): Generator<Uint8Array, void, void> {
    while (this.#start < this.#bytes.length) {
      const pieces = inflate(this.#bytes, memberBody(this.#bytes, this.#start));
      let checksum = 0;
      let size = 0;
      let step = pieces.next();
      for (; !step.done; step = pieces.next()) {
        checksum = crc32(step.value, checksum);
        size = (size + step.value.length) % 2 ** 32;
        yield step.value;
      }
      const end = step.value + 8;
      if (end > this.#bytes.length) throw cut();
      const trailer = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + end - 8, 8);
      if (trailer.getUint32(0, true) !== checksum || trailer.getUint32(4, true) !== size)
        throw damaged();
      this.#start = end;
    }
  }
}

/** Where the deflated data of a member begin. */
function memberBody(bytes: Uint8Array, start: number): number {
  const head = bytes.subarray(start, start + 10);
  if (head[0] !== 0x1f || (head.length > 1 && head[1] !== 0x8b)) throw damaged();
  if (head.length < 10) throw cut();
  const flags = head[3]!;
  if (head[2] !== 8 || flags & 0xe0) throw damaged();
  let at = start + 10;
  if (flags & 4) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  // A name and a comment, each ended by a zero.
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    const text = bytes.subarray(at, at + LONGEST_TEXT + 1);
    const end = text.indexOf(0);
    if (end < 0) throw text.length > LONGEST_TEXT ? damaged() : cut();
    at += end + 1;
  }
  if (flags & 2) {
    const checksum = crc32(bytes.subarray(start, at), 0) & 0xffff;
    if (at + 2 > bytes.length) throw cut();
    if ((bytes[at]! | (bytes[at + 1]! << 8)) !== checksum) throw damaged();
    at += 2;
  }
  if (at > bytes.length) throw cut();
  return at;
}
