/** Reads IDX files out of bytes, with the kernels in use. */

import { kernels } from '../../kernels/installed.ts';
import type { IdxArray } from './idx-array.ts';
import { IdxError } from './idx-error.ts';

/**
 * Reads an IDX file of any type and rank, gzipped or not, in one member or several. Values of one byte stay where they are if the file is not
 * gzipped.
 *
 * @param bytes the whole file
 * @param name what the file is called in messages @default 'the file'
 * @throws IdxError for bytes that are no IDX file, with a code and the position of the fault
 * @example
 * ```ts
 * const { type, shape, values } = parseIdx(readFileSync('train-images-idx3-ubyte.gz'));
 * // 'ubyte', [60000, 28, 28], a Uint8Array
 * ```
 */
export function parseIdx(bytes: Uint8Array, name = 'the file'): IdxArray {
  const table = kernels().parseIdx(bytes);
  if (table.refused !== null) throw new IdxError(table, name);
  const { type, shape, values } = table;
  // The kernels' contract: the array is the one of that type.
  return { type, shape, values } as IdxArray;
}
