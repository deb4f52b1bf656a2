/**
 * Inflates deflated data (RFC 1951), a piece at a time, so that a caller can stop before a bomb has gone off. As strict as zlib: it takes
 * what zlib takes.
 */

import { BitReader } from './bit-reader.ts';
import { cut, damaged } from './gzip-fault.ts';
import { HuffmanCode } from './huffman.ts';

/** How far back a copy may reach. */
const REACH = 2 ** 15;
const LONGEST_COPY = 258;
const END_OF_BLOCK = 256;

/** The codes that a block is written with. */
interface BlockCodes {
  readonly literals: HuffmanCode;
  readonly distances: HuffmanCode;
}

/**
 * Yields what the data unpack to; each piece is overwritten by the next. What came before a fault is yielded before it is thrown. Returns
 * the position of the first byte after the data.
 *
 * @throws GzipFault
 */
export function* inflate(bytes: Uint8Array, start: number): Generator<Uint8Array, number, void> {
  const bits = new BitReader(bytes, start);
  const window = new Uint8Array(4 * REACH);
  let end = 0; // Of what is in the window.
  let told = 0; // How much of that was yielded.
  try {
    for (let isLast = false; !isLast; ) {
      isLast = bits.take(1) === 1;
      const kind = bits.take(2);
      if (kind === 3) throw damaged();
      let stored = kind === 0 ? storedLength(bits) : 0;
      const codes = kind === 0 ? null : kind === 1 ? fixedCodes() : readCodes(bits);
      while (codes !== null || stored > 0) {
        if (end + LONGEST_COPY > window.length) {
          yield window.subarray(told, end);
          window.copyWithin(0, end - REACH, end);
          end = told = REACH;
        }
        if (codes === null) {
          const piece = bits.takeBytes(Math.min(stored, window.length - end));
          if (piece.length === 0) throw cut();
          window.set(piece, end);
          end += piece.length;
          stored -= piece.length;
          continue;
        }
        const symbol = codes.literals.read(bits);
        if (symbol < END_OF_BLOCK) {
          window[end++] = symbol;
          continue;
        }
        if (symbol === END_OF_BLOCK) break;
        const length = readLength(symbol, bits);
        const distance = readDistance(codes.distances, bits);
        if (distance > end) throw damaged();
        // A copy may reach into what it writes itself.
        for (const stop = end + length; end < stop; end++) window[end] = window[end - distance]!;
      }
    }
  } catch (fault) {
    yield window.subarray(told, end);
    throw fault;
  }
  yield window.subarray(told, end);
  bits.alignToByte();
  return bits.position;
}

function storedLength(bits: BitReader): number {
  bits.alignToByte();
  const length = bits.take(16);
  if (bits.take(16) !== (~length & 0xffff)) throw damaged();
  return length;
}

/** Lengths 3 to 258 by symbol 257 to 285: 8 of one step, then four for each number of extra bits. */
function readLength(symbol: number, bits: BitReader): number {
  const index = symbol - END_OF_BLOCK - 1;
  if (index > 28) throw damaged();
  if (index === 28) return LONGEST_COPY;
  if (index < 8) return 3 + index;
  const extra = (index >>> 2) - 1;
  return 3 + ((4 + (index & 3)) << extra) + bits.take(extra);
}

/** Distances 1 to 32,768 by symbol 0 to 29: 4 of one step, then two for each number of extra bits. */
function readDistance(code: HuffmanCode, bits: BitReader): number {
  const symbol = code.read(bits);
  if (symbol > 29) throw damaged();
  if (symbol < 4) return 1 + symbol;
  const extra = (symbol >>> 1) - 1;
  return 1 + ((2 + (symbol & 1)) << extra) + bits.take(extra);
}

/** The codes of section 3.2.6. */
function fixedCodes(): BlockCodes {
  const literals = new Uint8Array(288)
    .fill(8, 0, 144)
    .fill(9, 144, 256)
    .fill(7, 256, 280)
    .fill(8, 280);
  return {
    literals: new HuffmanCode(literals, false),
    distances: new HuffmanCode(new Uint8Array(32).fill(5), false),
  };
}

/** The order in which the lengths of the code for lengths are written, section 3.2.7. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function readCodes(bits: BitReader): BlockCodes {
  const literalCount = bits.take(5) + 257;
  const distanceCount = bits.take(5) + 1;
  const orderCount = bits.take(4) + 4;
  if (literalCount > 286 || distanceCount > 30) throw damaged();
  const ofLengths = new Uint8Array(19);
  for (const symbol of LENGTH_ORDER.slice(0, orderCount)) ofLengths[symbol] = bits.take(3);
  const lengthCode = new HuffmanCode(ofLengths, false);

  const lengths = new Uint8Array(literalCount + distanceCount);
  for (let index = 0; index < lengths.length; ) {
    const symbol = lengthCode.read(bits);
    if (symbol < 16) {
      lengths[index++] = symbol;
      continue;
    }
    if (symbol === 16 && index === 0) throw damaged();
    const value = symbol === 16 ? lengths[index - 1]! : 0;
    const times =
      symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    if (index + times > lengths.length) throw damaged();
    lengths.fill(value, index, index + times);
    index += times;
  }
  if (lengths[END_OF_BLOCK] === 0) throw damaged();
  return {
    literals: new HuffmanCode(lengths.subarray(0, literalCount), true),
    distances: new HuffmanCode(lengths.subarray(literalCount), true),
  };
}
