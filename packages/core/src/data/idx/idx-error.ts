/** What is thrown for bytes that are no IDX file, in words for people. */

import type { IdxRefusal } from '../../kernels/kernels.ts';

/** Why a file was refused; stable. */
export type IdxErrorCode = IdxRefusal['refused'];

/** A file that is no IDX file, or not a whole one. */
export class IdxError extends SyntaxError {
  override readonly name = 'IdxError';
  readonly code: IdxErrorCode;
  /** Position of the fault in bytes: of the gzip codes in the file, otherwise in what the file unpacks to. */
  readonly offset: number;
  /** What to do about it, one line; null where the message says it all. */
  readonly hint: string | null;

  constructor(refusal: IdxRefusal, file: string) {
    super(`${file}: ${words(refusal)} (at byte ${refusal.offset})`);
    this.code = refusal.refused;
    this.offset = refusal.offset;
    this.hint = hints[refusal.refused] ?? null;
  }
}

const again = 'get the file anew: it was cut or changed on its way';

const hints: Readonly<Partial<Record<IdxErrorCode, string>>> = {
  IDX_HEADER_CUT: again,
  IDX_SHORT_BODY: again,
  IDX_GZIP_CUT: again,
  IDX_GZIP_DAMAGED: again,
};

function words({ refused, offset, value }: IdxRefusal): string {
  switch (refused) {
    case 'IDX_EMPTY':
      return 'the file is empty';
    case 'IDX_HEADER_CUT':
      return `an IDX header of ${count(value)} begins here, and the data end after ${count(offset)}`;
    case 'IDX_BAD_MAGIC':
      return `an IDX file begins with two zero bytes, and here is ${hexadecimal(value)}`;
    case 'IDX_UNKNOWN_TYPE':
      return `the types of IDX are 0x08, 0x09, 0x0b, 0x0c, 0x0d and 0x0e, and here is ${hexadecimal(value)}`;
    case 'IDX_SHORT_BODY':
      return `the header asks for ${count(value)} in all, and the data end after ${count(offset)}`;
    case 'IDX_TRAILING_BYTES':
      return `the header explains ${count(value)}, and the data go on after them`;
    case 'IDX_TOO_LARGE':
      return `the header asks for values of ${count(value)}, more than a gzipped file may hold or this machine has memory for`;
    case 'IDX_GZIP_CUT':
      return 'the gzipped data end too early';
    case 'IDX_GZIP_DAMAGED':
      return 'the gzipped data are damaged';
  }
}

const count = (bytes: number): string =>
  `${bytes.toLocaleString('en')} byte${bytes === 1 ? '' : 's'}`;
const hexadecimal = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`;
