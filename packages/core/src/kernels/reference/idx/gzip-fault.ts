/** What is thrown within this folder for gzipped data that are not what they should be; the kernel makes a refusal of it. */

/** Bytes that end too early, or that make no sense. */
export class GzipFault extends Error {
  readonly refused: 'IDX_GZIP_CUT' | 'IDX_GZIP_DAMAGED';

  constructor(refused: GzipFault['refused']) {
    super(refused);
    this.refused = refused;
  }
}

export const cut = (): GzipFault => new GzipFault('IDX_GZIP_CUT');
export const damaged = (): GzipFault => new GzipFault('IDX_GZIP_DAMAGED');
