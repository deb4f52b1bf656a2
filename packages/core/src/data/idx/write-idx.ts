/** Makes IDX files. */

import { gzipSync } from 'fflate';
import { OptionError } from '../../errors.ts';
import type { IdxArray } from './idx-array.ts';

const codes = {
  ubyte: 0x08,
  byte: 0x09,
  short: 0x0b,
  int: 0x0c,
  float: 0x0d,
  double: 0x0e,
} as const;

/**
 * The bytes of an IDX file.
 *
 * @param options.gzip whether to gzip them, at level 6 and without a date, so that the same values give the same bytes @default false
 * @throws OptionError for a shape that does not fit the values, or that the format has no room for
 * @example
 * ```ts
 * const labels = writeIdx({ type: 'ubyte', shape: [3], values: Uint8Array.of(7, 2, 1) });
 * ```
 */
export function writeIdx(
  { type, shape, values }: IdxArray,
  { gzip = false }: { readonly gzip?: boolean } = {},
): Uint8Array {
  const fits = shape.every((size) => Number.isInteger(size) && size >= 0 && size < 2 ** 32);
  if (!fits || shape.length > 255)
    throw new OptionError(
      'shape',
      `an IDX shape has at most 255 sizes, whole numbers below 2^32; got [${shape.slice(0, 8).join(', ')}${shape.length > 8 ? ', ...' : ''}]`,
    );
  // Sizes beside a zero may be so large that their product is infinite.
  const count = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
  if (count !== values.length)
    throw new OptionError(
      'shape',
      `a shape of [${shape.join(', ')}] takes ${count} values; got ${values.length}`,
    );

  const start = 4 + 4 * shape.length;
  const file = new Uint8Array(start + values.byteLength);
  const view = new DataView(file.buffer);
  view.setUint16(2, (codes[type] << 8) | shape.length);
  for (const [axis, size] of shape.entries()) view.setUint32(4 + 4 * axis, size);
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
  // Bytes and not values are turned round, so that every NaN stays what it is.
  if (isLittleEndian) reverseEach(file.subarray(start), values.BYTES_PER_ELEMENT);
  return gzip ? gzipSync(file, { level: 6, mtime: 0 }) : file;
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function reverseEach(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  for (let start = 0; start < bytes.length; start += size)
    bytes.subarray(start, start + size).reverse();
}
