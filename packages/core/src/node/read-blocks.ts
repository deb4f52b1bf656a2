/** Reads a file from its begin to its end in blocks, however large it is. */

import { closeSync, openSync, readSync } from 'node:fs';

const BLOCK = 2 ** 20;

/** The bytes of a file, a block at a time; each is overwritten by the next. Throws what the file system throws. */
export function* blocksOf(path: string): Generator<Uint8Array, void, void> {
  const block = new Uint8Array(BLOCK);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const count = readSync(file, block);
      if (count === 0) return;
      yield block.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}
