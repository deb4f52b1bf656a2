/** Reads IDX files, the format of MNIST, as they are or gzipped. */

import type { IdxRefusal, IdxTable, IdxType, IdxValues } from '../../kernels.ts';
import { isGzip, Members } from './gunzip.ts';
import { GzipFault } from './gzip-fault.ts';
import { headerLength, MAGIC_LENGTH, type Magic, parseMagic, parseSizes } from './header.ts';

/** Most bytes that a gzipped file may unpack to. */
const UNPACKED_LIMIT = 2 ** 32;

/** See `Kernels.parseIdx`. */
export function parseIdx(bytes: Uint8Array): IdxTable | IdxRefusal {
  if (!isGzip(bytes)) return parsePlain(bytes);
  const members = new Members(bytes);
  try {
    return parsePacked(members);
  } catch (fault) {
    if (!(fault instanceof GzipFault)) throw fault;
    return { refused: fault.refused, offset: members.offsetOf(fault), value: 0 };
  }
}

function parsePlain(bytes: Uint8Array): IdxTable | IdxRefusal {
  const magic = parseMagic(bytes);
  if (magic.refused !== null) return magic;
  const sizes = parseSizes(magic, bytes);
  if (sizes.refused !== null) return sizes;
  const { shape, end } = sizes;
  if (end > bytes.length) return { refused: 'IDX_SHORT_BODY', offset: bytes.length, value: end };
  if (end < bytes.length) return { refused: 'IDX_TRAILING_BYTES', offset: end, value: end };
  return tableOf(magic, shape, bytes.subarray(headerLength(magic.rank)));
}

function parsePacked(members: Members): IdxTable | IdxRefusal {
  const head = new Uint8Array(headerLength(255));
  const begun = members.fill(head.subarray(0, MAGIC_LENGTH));
  const magic = parseMagic(head.subarray(0, begun));
  if (magic.refused !== null) return magic;
  const length = headerLength(magic.rank);
  const filled = begun + members.fill(head.subarray(begun, length));
  const sizes = parseSizes(magic, head.subarray(0, filled));
  if (sizes.refused !== null) return sizes;
  const { shape, count, end } = sizes;
  // It is not all there, whatever there is; it is counted, not kept.
  if (end > members.mostBytes)
    return { refused: 'IDX_SHORT_BODY', offset: length + members.countRest(), value: end };
  const body = end > UNPACKED_LIMIT ? null : zeros(count * magic.size);
  if (body === null)
    return { refused: 'IDX_TOO_LARGE', offset: MAGIC_LENGTH, value: count * magic.size };
  const got = members.fill(body);
  if (got < body.length) return { refused: 'IDX_SHORT_BODY', offset: length + got, value: end };
  if (members.fill(new Uint8Array(1)) > 0)
    return { refused: 'IDX_TRAILING_BYTES', offset: end, value: end };
  return tableOf(magic, shape, body);
}

/** Null where there is no memory for them. */
function zeros(length: number): Uint8Array | null {
  try {
    return new Uint8Array(length);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function tableOf({ type, size }: Magic, shape: readonly number[], body: Uint8Array): IdxTable {
  return { refused: null, type, shape, values: decoders[type](body, body.length / size) };
}

/** Values of bytes in big-endian order; the bytes themselves where a value is one. */
const decoders: { readonly [Type in IdxType]: (body: Uint8Array, count: number) => IdxValues } = {
  ubyte: (body) => body,
  byte: (body) => new Int8Array(body.buffer, body.byteOffset, body.length),
  short: (body, count) => new Int16Array(inOwnOrder(body, 2), 0, count),
  int: (body, count) => new Int32Array(inOwnOrder(body, 4), 0, count),
  float: (body, count) => new Float32Array(inOwnOrder(body, 4), 0, count),
  double: (body, count) => new Float64Array(inOwnOrder(body, 8), 0, count),
};

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** A copy with the bytes of each value in the machine's order; as bytes, so that every NaN stays what it was. */
function inOwnOrder(body: Uint8Array, size: number): ArrayBuffer {
  const copy = new Uint8Array(body.length);
  const last = isLittleEndian ? size - 1 : 0;
  for (let start = 0; start < body.length; start += size)
    for (let byte = 0; byte < size; byte++)
      copy[start + byte] = body[start + Math.abs(last - byte)]!;
  return copy.buffer;
}
