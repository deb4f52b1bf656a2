/** Sets of images out of IDX files: pairs of images and labels that are told by their names. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseIdx } from '../../data/idx/parse-idx.ts';
import { imageSetOfIdx, type NamedIdx } from '../../data/images/idx-images.ts';
import type { ImageData, ImageSet } from '../../data/images/image-set.ts';
import { fileError, refuseIrregular } from '../file-error.ts';

/** Reads one IDX file. Throws `FileError`, `IdxError`. */
export function readIdxFile(path: string): NamedIdx {
  refuseIrregular(path);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw fileError(path, cause);
  }
  return { array: parseIdx(bytes, path), file: path };
}

/** The images of a file, and the labels of the file beside it whose name says so. */
export function readIdxImages(name: string, path: string): ImageSet {
  const labels = labelsBeside(path);
  return imageSetOfIdx(name, readIdxFile(path), labels === null ? null : readIdxFile(labels));
}

/** MNIST's and QMNIST's names: `train-images-idx3-ubyte.gz`, `qmnist-test-images-idx3-ubyte`. */
const imageFile = /^(?:.*-)?(train|t10k|test)-images[.-]idx3-ubyte(\.gz)?$/;

/** The images to train on and those to test with that a folder holds by MNIST's names; null where it has none. */
export function readIdxFolder(name: string, folder: string): ImageData | null {
  const paths = new Map<string, string>();
  // A file that is unpacked comes before its gzipped twin.
  for (const file of readdirSync(folder).sort()) {
    const [, part] = imageFile.exec(file) ?? [];
    const role = part === 'train' ? 'train' : 'test';
    if (part !== undefined && !paths.has(role)) paths.set(role, join(folder, file));
  }
  const train = paths.get('train');
  if (train === undefined) return null;
  const test = paths.get('test');
  return {
    train: readIdxImages(name, train),
    test: test === undefined ? null : readIdxImages(name, test),
  };
}

/** `x-images-idx3-ubyte.gz` goes with `x-labels-idx1-ubyte`, gzipped or not, or with QMNIST's `x-labels-idx2-int`. */
function labelsBeside(path: string): string | null {
  const file = basename(path);
  if (!file.includes('images')) return null;
  const folder = path.slice(0, path.length - file.length);
  const stem = file.replace('images', 'labels').replace(/\.gz$/, '');
  const stems = [stem, stem.replace('idx3', 'idx1'), stem.replace('idx3-ubyte', 'idx2-int')];
  const candidates = stems.flatMap((each) => [folder + each, `${folder}${each}.gz`]);
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}
