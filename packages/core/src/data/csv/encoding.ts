/**
 * Refuses what is no text in UTF-8 or a superset of ASCII, and says what it seems to be.
 */

import { CsvError } from '../../errors.ts';
import type { Head } from './head.ts';

/** Beginnings of files that are often taken for CSV, with the way out. */
const FORMATS = [
  {
    magic: [0xff, 0xfe],
    name: 'UTF-16 text',
    hint: 'save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW',
  },
  {
    magic: [0xfe, 0xff],
    name: 'UTF-16 text',
    hint: 'save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW',
  },
  { magic: [0x1f, 0x8b], name: 'gzip data', hint: 'unpack it first: gunzip -c FILE > NEW' },
  {
    magic: [0x50, 0x4b, 0x03, 0x04],
    name: 'a zip archive or a spreadsheet (xlsx, ods)',
    hint: 'unpack it, or save the sheet as CSV',
  },
  {
    magic: [0x50, 0x41, 0x52, 0x31],
    name: 'a Parquet file',
    hint: 'export it as CSV first',
  },
];

/**
 * @throws CsvError (`CSV_ENCODING`) for UTF-16 and for binary data.
 */
export function refuseBinary(head: Head): void {
  const { bytes, name } = head;
  const known = FORMATS.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte));
  if (known !== undefined) {
    throw new CsvError('CSV_ENCODING', `${name}: this is ${known.name}, not a text file in UTF-8`, {
      hint: known.hint,
    });
  }
  const zero = bytes.subarray(0, 4096).indexOf(0);
  if (zero < 0) return;
  // ASCII in UTF-16 without a byte order mark has a zero in every second place.
  const neighbours = [bytes[zero + 2], bytes[zero + 4]];
  const wide = zero <= 1 && neighbours.every((byte) => byte === undefined || byte === 0);
  throw new CsvError(
    'CSV_ENCODING',
    wide
      ? `${name}: this is UTF-16 text, not a text file in UTF-8`
      : `${name}: this is binary data, not a text file in UTF-8 (a zero byte at offset ${zero})`,
    { hint: wide ? FORMATS[0]!.hint : 'give a text file with one row a line' },
  );
}
