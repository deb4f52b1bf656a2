/**
 * The head of a file: the part that is looked at before a plan is made, as records of text.
 * Knows lines and cells, not what they mean.
 */

import { CsvError } from '../../errors.ts';
import { type RecordKind, RowReader } from '../../kernels/reference/csv/index.ts';

/** Bytes of a file that are enough for its head: one record may have a mebibyte. */
export const HEAD_BYTES = 1024 * 1024 + 4;

/** Records of the head that are looked at. */
const HEAD_RECORDS = 2000;

/** The first bytes of a file. */
export interface Head {
  readonly bytes: Uint8Array;
  /** Whether these are all the bytes of the file. */
  readonly whole: boolean;
  /** Name of the file in messages. */
  readonly name: string;
}

/** A record that is no blank line. */
export interface HeadRecord {
  /** 1-based line on which it begins. */
  readonly line: number;
  /** Unquoted and trimmed. */
  readonly cells: readonly string[];
}

/**
 * Splits the head into at most `most` records; one that the head cuts off is left out.
 * @throws CsvError where not even the first record can be read.
 */
export function splitHead(head: Head, delimiter: string, most = HEAD_RECORDS): HeadRecord[] {
  const records: HeadRecord[] = [];
  const reader = new RowReader(head.bytes, delimiter.charCodeAt(0), Number.POSITIVE_INFINITY);
  while (records.length < most) {
    const kind = reader.next();
    const cut = !head.whole && reader.offset >= head.bytes.length;
    if (kind === 'blank') continue;
    if (kind !== 'row' || cut) {
      if (records.length === 0 && kind !== 'end') refuseFirstRecord(head, kind, reader.line);
      break;
    }
    const cells = Array.from({ length: reader.cells }, (_, index) => reader.cell(index));
    records.push({ line: reader.line, cells });
  }
  return records;
}

function refuseFirstRecord(head: Head, kind: RecordKind, line: number): never {
  if (kind === 'unclosed-quote' && head.whole) {
    throw new CsvError(
      'CSV_UNCLOSED_QUOTE',
      `${head.name}:${line}: a quoted cell begins in this line and never closes`,
      { line, hint: 'close the quote; a quote inside a quoted cell is written twice' },
    );
  }
  throw new CsvError('CSV_LINE_TOO_LONG', `${head.name}:${line}: a line of more than 1 MiB`, {
    line,
    hint: 'is this a text file with one row a line? A quote that never closes looks like this too',
  });
}
