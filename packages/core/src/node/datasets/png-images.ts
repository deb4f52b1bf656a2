/** Sets of images out of PNG files: one file, or a folder whose sub-folders are the classes. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ImageError } from '../../data/images/image-error.ts';
import type { ImageData, ImageSet } from '../../data/images/image-set.ts';
import type { GreyPicture } from '../../images/pictures/grey-picture.ts';
import { isOnLightPaper, negative } from '../../images/pictures/light-paper.ts';
import { fileError } from '../file-error.ts';
import { decodePng } from './png.ts';

/** A picture, and where it was. */
interface PictureFile extends GreyPicture {
  readonly file: string;
}

/**
 * The image of one PNG file, or the images of a folder of them, in grey. Where most of the border is light, light is the
 * background, and all images are turned into their negatives. Names that begin with a dot are passed over.
 *
 * @throws ImageError for files that are no PNG, differ in size, or are none at all
 */
export function readPngImages(name: string, path: string): ImageData {
  if (!statSync(path).isDirectory())
    return { train: setOf(name, [readPng(path)], null, null), test: null };
  const parts = contentsOf(path).folders;
  if (!parts.includes('train')) return { train: readPart(name, path, classesIn(path)), test: null };
  const [train, test] = [join(path, 'train'), join(path, 'test')];
  const hasTest = parts.includes('test');
  // What is of no class in one part may be in the other; a class has one number in both.
  const classes = inOrder([...classesIn(train), ...(hasTest ? classesIn(test) : [])]);
  return {
    train: readPart(name, train, classes),
    test: hasTest ? readPart(name, test, classes) : null,
  };
}

/** What is in a folder, in the order of the names. */
interface Contents {
  readonly folders: readonly string[];
  /** Of PNG files. */
  readonly pictures: readonly string[];
  /** Files of other formats of pictures, by their names. */
  readonly others: number;
}

function contentsOf(folder: string): Contents {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch (cause) {
    throw fileError(folder, cause);
  }
  // A link counts as what it leads to.
  const isFolder = (name: string) =>
    statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() ?? false;
  const folders = inOrder(names.filter(isFolder));
  const files = names.filter((name) => !folders.includes(name));
  return {
    folders,
    pictures: inOrder(files.filter((name) => /\.png$/i.test(name))),
    others: files.filter((name) => /\.(jpe?g|gif|bmp|tiff?|webp)$/i.test(name)).length,
  };
}

/** Each name once, 2 before 10. */
function inOrder(names: readonly string[]): string[] {
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  return [...new Set(names)].sort((a, b) => compare(a, b) || (a < b ? -1 : 1));
}

/** The folders in a folder, each a class; none where none has pictures and there are some beside them. */
function classesIn(folder: string): readonly string[] {
  const { folders, pictures } = contentsOf(folder);
  const filled = folders.filter((name) => contentsOf(join(folder, name)).pictures.length > 0);
  if (pictures.length === 0) return folders;
  if (filled.length === 0) return [];
  throw new ImageError(
    'IMAGES_LABELS',
    `${folder}: ${filled[0]} would be a class, and ${pictures[0]} beside it is of none`,
    'put every PNG file into the folder of its class',
  );
}

function readPart(name: string, folder: string, classes: readonly string[]): ImageSet {
  const { folders, pictures, others } = contentsOf(folder);
  if (classes.length > 256)
    throw new ImageError(
      'IMAGES_LABELS',
      `${folder}: its ${classes.length} folders would be as many classes, and there can be 256`,
    );
  if (pictures.length > 0 || classes.length === 0)
    return setOf(name, readFolder(folder, pictures), null, null, others);
  const read = classes.map((each) => {
    const path = join(folder, each);
    return folders.includes(each) ? readFolder(path, contentsOf(path).pictures) : [];
  });
  const labels = read.flatMap((files, label) => files.map(() => label));
  return setOf(name, read.flat(), Uint8Array.from(labels), classes.length);
}

function readFolder(folder: string, pictures: readonly string[]): PictureFile[] {
  return pictures.map((picture) => readPng(join(folder, picture)));
}

function setOf(
  name: string,
  pictures: readonly PictureFile[],
  labels: Uint8Array | null,
  classes: number | null,
  others = 0,
): ImageSet {
  const [first] = pictures;
  if (first === undefined)
    throw new ImageError(
      'IMAGES_NONE',
      `${name}: there are no images here: no IDX files with MNIST's names, and no PNG files`,
      others > 0
        ? `there are ${others} pictures of other formats; save them as PNG files`
        : 'PNG files may lie in the folder itself, or in one folder for each class',
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
  const lit = isOnLightPaper(pictures) ? negative(pixels) : pixels;
  return { name, count: pictures.length, height, width, pixels: lit, labels, classes };
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
