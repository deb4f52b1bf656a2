/** Texts and lists of names out of files. Knows no tokenizer. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type NameSet, nameSetOf } from '../../data/text/name-set.ts';
import { fileError, refuseDevice } from '../file-error.ts';
import { DatasetError } from './dataset-error.ts';

/**
 * The text of a file of UTF-8, without the mark that some editors put in front.
 *
 * @throws FileError for a file that cannot be read
 * @throws DatasetError for one that is empty, or no UTF-8
 */
export function readTextFile(path: string): string {
  refuseDevice(path);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw fileError(path, cause);
  }
  if (bytes.length === 0) throw new DatasetError('DATASET_EMPTY', `${path} is empty`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DatasetError('DATASET_EMPTY', `${path} holds no text: it is not UTF-8`);
  }
}

/**
 * Names, a line each: of one file, or of a folder of `.txt` files, of which each is a category under its name.
 *
 * @throws FileError for what cannot be read
 * @throws DatasetError for a folder without such files, and a file without text
 */
export function readNames(path: string): NameSet {
  const files = listsIn(path);
  if (files === null) return nameSetOf([{ category: null, text: readTextFile(path) }]);
  if (files.length === 0)
    throw new DatasetError('DATASET_EMPTY', `${path} has no lists of names`, {
      hint: 'put the names of each category, a line each, into a file category.txt',
    });
  return nameSetOf(
    files.sort().map((file) => ({
      category: basename(file).replace(/\.txt$/i, ''),
      text: readTextFile(join(path, file)),
    })),
  );
}

/** The lists of names in a folder; null where it is none. */
function listsIn(path: string): string[] | null {
  try {
    if (!statSync(path).isDirectory()) return null;
    return readdirSync(path).filter((file) => /^[^.].*\.txt$/i.test(file));
  } catch (cause) {
    throw fileError(path, cause);
  }
}
