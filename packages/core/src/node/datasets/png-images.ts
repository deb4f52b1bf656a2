/** Sets of images out of PNG files: one file, or a folder whose sub-folders are the classes. */

import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImageError } from '../../data/images/image-error.ts';
import type { ImageData, ImageSet } from '../../data/images/image-set.ts';
import type { GreyPicture } from '../../images/pictures/grey-picture.ts';
import { fileError } from '../file-error.ts';
import { decodePng } from './png.ts';

/** A picture, and where it was. */
interface PictureFile extends GreyPicture {
  readonly file: string;
}

/**
 * The image of one PNG file, or the images of a folder of them, in grey. Where most of the border is light, light is the
 * background, and all images are turned into their negatives.
 *
 * @throws ImageError for files that are no PNG, differ in size, or are none at all
 */
export function readPngImages(name: string, path: string): ImageData {
  const inside = entriesOf(path);
  if (inside === null) return { train: setOf(name, [readPng(path)], null, null), test: null };
  const folders = inside.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (folders.includes('train'))
    return {
      train: readClasses(name, join(path, 'train')),
      test: folders.includes('test') ? readClasses(name, join(path, 'test')) : null,
    };
  return { train: readClasses(name, path), test: null };
}

/** The names in a folder, in the order of their names, 2 before 10; null for a file. */
function entriesOf(path: string): Dirent[] | null {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOTDIR') return null;
    throw fileError(path, cause);
  }
}

function readClasses(name: string, folder: string): ImageSet {
  const folders = entriesOf(folder)!.filter((entry) => entry.isDirectory());
  if (folders.length === 0) return setOf(name, readFolder(folder), null, null);
  if (folders.length > 256)
    throw new ImageError(
      'IMAGES_LABELS',
      `${folder}: its ${folders.length} folders would be as many classes, and there can be 256`,
    );
  const classes = folders.map((entry) => readFolder(join(folder, entry.name)));
  const labels = classes.flatMap((pictures, label) => pictures.map(() => label));
  return setOf(name, classes.flat(), Uint8Array.from(labels), classes.length);
}

function readFolder(folder: string): PictureFile[] {
  return entriesOf(folder)!
    .filter((entry) => !entry.isDirectory() && /\.png$/i.test(entry.name))
    .map((entry) => readPng(join(folder, entry.name)));
}

function setOf(
  name: string,
  pictures: readonly PictureFile[],
  labels: Uint8Array | null,
  classes: number | null,
): ImageSet {
  const [first] = pictures;
  if (first === undefined)
    throw new ImageError(
      'IMAGES_NONE',
      `${name}: there are no images here: no IDX files with MNIST's names, and no PNG files`,
      'PNG files may lie in the folder itself, or in one folder for each class',
    );
  const { width, height } = first;
  const size = width * height;
  const pixels = new Uint8Array(pictures.length * size); // [count, height, width]
  for (const [index, picture] of pictures.entries()) {
    if (picture.width !== width || picture.height !== height)
      throw new ImageError(
        'IMAGES_SHAPE',
        `${picture.file}: all images have one size, and this is ${picture.width} x ${picture.height} where ${first.file} is ${width} x ${height}`,
      );
    pixels.set(picture.pixels, index * size);
  }
  if (hasLightBorders(pictures))
    for (const [at, value] of pixels.entries()) pixels[at] = 255 - value;
  return { name, count: pictures.length, height, width, pixels, labels, classes };
}

function readPng(file: string): PictureFile {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw fileError(file, cause);
  }
  return { file, ...decodePng(bytes, file) };
}

function hasLightBorders(pictures: readonly PictureFile[]): boolean {
  let light = 0;
  let all = 0;
  for (const { width, height, pixels } of pictures) {
    for (const [at, value] of pixels.entries()) {
      const column = at % width;
      const isBorder =
        column === 0 || column === width - 1 || at < width || at >= width * (height - 1);
      if (!isBorder) continue;
      all++;
      if (value > 127) light++;
    }
  }
  return 2 * light > all;
}
