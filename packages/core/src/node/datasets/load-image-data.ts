/** Images to train on, by name or from a path. */

import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { ImageError } from '../../data/images/image-error.ts';
import type { ImageData, ImageSet } from '../../data/images/image-set.ts';
import { nearestName } from '../../nearest-name.ts';
import { fileError, refuseDevice } from '../file-error.ts';
import { datasets } from './catalogue.ts';
import { DatasetError } from './dataset-error.ts';
import { type FetchOptions, fetchDataset } from './fetch-dataset.ts';
import { pathIn } from './folders.ts';
import { readIdxFolder, readIdxImages } from './idx-files.ts';
import { FORMAT_BYTES, pictureFormat } from './picture-formats.ts';
import { SAVE_AS_PNG } from './png.ts';
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
  if (dataset === undefined) return matching(readPath(source));
  const { folder } = await fetchDataset(dataset, options);
  return matching({
    train: readIdxImages(source, pathIn(folder, dataset.trainImages)!),
    test: readIdxImages(source, pathIn(folder, dataset.testImages)!),
  });
}

/** Both parts with as many classes as the one that has more, and of one size, or refused. */
function matching({ train, test }: ImageData): ImageData {
  if (test === null) return { train, test };
  if (train.height !== test.height || train.width !== test.width)
    throw new ImageError(
      'IMAGES_SHAPE',
      `${train.name}: its images to train on are of ${train.height} x ${train.width} pixels, and those to test with of ${test.height} x ${test.width}`,
    );
  const classes = Math.max(train.classes ?? 0, test.classes ?? 0);
  const counted = (set: ImageSet) => (set.labels === null ? set : { ...set, classes });
  return { train: counted(train), test: counted(test) };
}

function readPath(path: string): ImageData {
  if (!existsSync(path)) throw unknown(path);
  if (statSync(path).isDirectory()) return readIdxFolder(path, path) ?? readPngImages(path, path);
  refuseDevice(path);
  const head = headOf(path);
  const format = pictureFormat(head);
  if (format === 'PNG') return readPngImages(path, path);
  if (format !== null)
    throw new ImageError('IMAGES_PNG', `${path}: this is a ${format} picture`, SAVE_AS_PNG);
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

function headOf(path: string): Uint8Array {
  const head = new Uint8Array(FORMAT_BYTES);
  try {
    const file = openSync(path, 'r');
    try {
      return head.subarray(0, readSync(file, head));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw fileError(path, cause);
  }
}
