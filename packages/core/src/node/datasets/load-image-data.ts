/** Images to train on, by name or from a path. */

import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import type { ImageData } from '../../data/images/image-set.ts';
import { nearestName } from '../../nearest-name.ts';
import { refuseDevice } from '../file-error.ts';
import { datasets } from './catalogue.ts';
import { DatasetError } from './dataset-error.ts';
import { type FetchOptions, fetchDataset } from './fetch-dataset.ts';
import { pathIn } from './folders.ts';
import { readIdxFolder, readIdxImages } from './idx-files.ts';
import { readPngImages } from './png-images.ts';

/**
 * Loads images.
 *
 * @param source a name (`mnist`, `fashion-mnist`, `kmnist`, `qmnist`), which is downloaded where it is neither in `FERROGEN_DATA` nor in the cache; or the
 *   path of a folder with IDX files by MNIST's names, of an IDX file of images (labels beside it), of a PNG file, or of a folder of PNG files, whose
 *   sub-folders are the classes. `./mnist` is a path, `mnist` a name.
 * @throws DatasetError for a name that is not known, or data that cannot be downloaded
 * @throws FileError, IdxError, ImageError for files that are not there or not images
 * @example
 * ```ts
 * const { train, test } = await loadImageData('mnist');
 * train.count; // 60000
 * ```
 */
export async function loadImageData(
  source: string,
  options: FetchOptions = {},
): Promise<ImageData> {
  const dataset = datasets.get(source);
  if (dataset === undefined) return readPath(source);
  const { folder } = await fetchDataset(dataset, options);
  return {
    train: readIdxImages(source, pathIn(folder, dataset.trainImages)!),
    test: readIdxImages(source, pathIn(folder, dataset.testImages)!),
  };
}

function readPath(path: string): ImageData {
  if (!existsSync(path)) throw unknown(path);
  if (statSync(path).isDirectory()) return readIdxFolder(path, path) ?? readPngImages(path, path);
  refuseDevice(path);
  if (beginsAsPng(path)) return readPngImages(path, path);
  return { train: readIdxImages(path, path), test: null };
}

function unknown(source: string): DatasetError {
  const names = [...datasets.keys()];
  const near = nearestName(source, names);
  return new DatasetError(
    'DATASET_UNKNOWN',
    `there is no file or folder ${source}, and the data sets known by name are ${names.join(', ')}`,
    near === null ? {} : { hint: `did you mean ${near}?` },
  );
}

function beginsAsPng(path: string): boolean {
  const head = new Uint8Array(4);
  const file = openSync(path, 'r');
  try {
    readSync(file, head);
  } finally {
    closeSync(file);
  }
  return head[0] === 0x89 && head[1] === 0x50 && head[2] === 0x4e && head[3] === 0x47;
}
