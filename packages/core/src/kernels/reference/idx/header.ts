/** The header of an IDX file: two zero bytes, a type, a rank, and a size of four bytes for each dimension. */

import type { IdxRefusal, IdxType } from '../../kernels.ts';

/** Bytes before the sizes. */
export const MAGIC_LENGTH = 4;

/** Bytes of a header of that rank. */
export const headerLength = (rank: number): number => MAGIC_LENGTH + 4 * rank;

/** Types by their code, and the bytes of a value. */
export const idxTypes: ReadonlyMap<number, { readonly type: IdxType; readonly size: number }> =
  new Map([
    [0x08, { type: 'ubyte', size: 1 }],
    [0x09, { type: 'byte', size: 1 }],
    [0x0b, { type: 'short', size: 2 }],
    [0x0c, { type: 'int', size: 4 }],
    [0x0d, { type: 'float', size: 4 }],
    [0x0e, { type: 'double', size: 8 }],
  ]);

export interface Magic {
  readonly refused: null;
  readonly type: IdxType;
  /** Bytes of a value. */
  readonly size: number;
  readonly rank: number;
}

/** Type and rank, from the first bytes of a file. */
export function parseMagic(head: Uint8Array): Magic | IdxRefusal {
  if (head.length === 0) return { refused: 'IDX_EMPTY', offset: 0, value: 0 };
  const wrong = head.subarray(0, 2).findIndex((byte) => byte !== 0);
  if (wrong >= 0) return { refused: 'IDX_BAD_MAGIC', offset: wrong, value: head[wrong]! };
  if (head.length < MAGIC_LENGTH)
    return { refused: 'IDX_HEADER_CUT', offset: head.length, value: MAGIC_LENGTH };
  const known = idxTypes.get(head[2]!);
  if (known === undefined) return { refused: 'IDX_UNKNOWN_TYPE', offset: 2, value: head[2]! };
  return { refused: null, ...known, rank: head[3]! };
}

export interface Sizes {
  readonly refused: null;
  readonly shape: readonly number[];
  /** Number of values; not exact where no file can have as many. */
  readonly count: number;
  /** Where the values end. */
  readonly end: number;
}

/** What the sizes say. */
export function parseSizes({ rank, size }: Magic, head: Uint8Array): Sizes | IdxRefusal {
  const length = headerLength(rank);
  if (head.length < length)
    return { refused: 'IDX_HEADER_CUT', offset: head.length, value: length };
  const view = new DataView(head.buffer, head.byteOffset);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(MAGIC_LENGTH + 4 * axis));
  const count = shape.includes(0)
    ? 0
    : shape.reduce((product, dimension) => product * dimension, 1);
  return { refused: null, shape, count, end: length + count * size };
}
