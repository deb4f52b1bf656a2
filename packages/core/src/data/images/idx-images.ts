/** Images and labels of IDX files as one set. */

import type { IdxArray } from '../idx/idx-array.ts';
import { ImageError } from './image-error.ts';
import type { ImageSet } from './image-set.ts';

/** An array, and the file that it came from. */
export interface NamedIdx {
  readonly array: IdxArray;
  readonly file: string;
}

/**
 * The set of two IDX files: images of `ubyte` [count, height, width], and labels of whole numbers [count], or [count, columns] as QMNIST has
 * them, whose first column is the class.
 *
 * @param name what the set is called
 * @throws ImageError for arrays that are not that, or do not belong together, and for no images
 */
export function imageSetOfIdx(name: string, images: NamedIdx, labels: NamedIdx | null): ImageSet {
  const { type, shape, values } = images.array;
  const [count, height, width] = shape;
  if (type !== 'ubyte' || shape.length !== 3)
    throw new ImageError(
      'IMAGES_SHAPE',
      `${images.file}: images are ubyte [count, height, width], and this is ${type} [${shape.join(', ')}]`,
    );
  if (values.length === 0)
    throw new ImageError(
      'IMAGES_NONE',
      `${images.file}: there are no images in it: [${shape.join(', ')}]`,
    );
  const classes = labels === null ? null : classesOf(labels, count!, images.file);
  return {
    name,
    count: count!,
    height: height!,
    width: width!,
    pixels: values,
    labels: classes,
    classes:
      classes === null ? null : classes.reduce((most, label) => Math.max(most, label + 1), 0),
  };
}

function classesOf({ array, file }: NamedIdx, count: number, images: string): Uint8Array {
  const { type, shape, values } = array;
  const [rows, columns = 1] = shape;
  if (type === 'float' || type === 'double' || shape.length < 1 || shape.length > 2 || columns < 1)
    throw new ImageError(
      'IMAGES_LABELS',
      `${file}: labels are whole numbers [count] or [count, columns], and this is ${type} [${shape.join(', ')}]`,
    );
  if (rows !== count)
    throw new ImageError(
      'IMAGES_LABELS',
      `${file}: there are ${rows} labels, and ${images} has ${count} images`,
    );
  return Uint8Array.from({ length: count }, (_, row) => {
    const label = values[row * columns]!;
    if (label >= 0 && label <= 255) return label;
    throw new ImageError(
      'IMAGES_LABELS',
      `${file}: labels are from 0 to 255, and that of image ${row} is ${label}`,
    );
  });
}
