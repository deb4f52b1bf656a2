/** Images into a file whose ending says how: `.png` a grid, `.gif` an animation, `.idx` and `.idx.gz` as MNIST's own files. */

import { gridPicture, writeIdx } from '@ferrogen/core';
import { UsageError } from '../../errors.ts';
import { type SaveOptions, saveFile } from '../save-file.ts';
import { encodeGif } from './gif.ts';
import { encodePng } from './png.ts';

/** Images as pixels, and how they stand in a grid. */
export interface ImageGrid {
  /** [count, height, width] */
  readonly pixels: Uint8Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly columns: number;
  /**
   * Whether the columns are moments of a film: a GIF then shows one after the other, all rows at once.
   */
  readonly isFilm: boolean;
}

const endings = ['.png', '.gif', '.idx', '.idx.gz'] as const;
type Ending = (typeof endings)[number];

/**
 * The ending of a path.
 * @throws UsageError for one that says nothing
 */
export function endingOf(flag: string, path: string, allowed: readonly Ending[] = endings): Ending {
  // The longest first: '.idx.gz' is no '.gz'.
  const found = allowed.toReversed().find((ending) => path.toLowerCase().endsWith(ending));
  if (found !== undefined) return found;
  throw new UsageError(`${flag} must end in ${allowed.join(', ')}, got '${path}'`);
}

/** Writes images by the ending of the path. */
export async function saveImages(
  path: string,
  images: ImageGrid,
  options: SaveOptions,
): Promise<void> {
  await saveFile(path, encodeImages(endingOf('--out', path), images), options);
}

/** Writes classes, [count], as MNIST's label files. */
export async function saveLabels(
  path: string,
  labels: Uint8Array,
  options: SaveOptions,
): Promise<void> {
  const gzip = endingOf('--labels-out', path, ['.idx', '.idx.gz']) === '.idx.gz';
  const array = { type: 'ubyte', shape: [labels.length], values: labels } as const;
  await saveFile(path, writeIdx(array, { gzip }), options);
}

function encodeImages(ending: Ending, images: ImageGrid): Uint8Array {
  const { pixels, count, height, width } = images;
  switch (ending) {
    case '.png':
      return encodePng(gridPicture(pixels, images));
    case '.gif':
      return encodeGif(framesOf(images), { delay: 80, lastDelay: 800 });
    case '.idx':
    case '.idx.gz':
      return writeIdx(
        { type: 'ubyte', shape: [count, height, width], values: pixels },
        { gzip: ending === '.idx.gz' },
      );
  }
}

/** One frame for each column of a film, its rows below each other; else one of all. */
function framesOf(images: ImageGrid): ReturnType<typeof gridPicture>[] {
  const { pixels, count, height, width, columns, isFilm } = images;
  if (!isFilm) return [gridPicture(pixels, images)];
  const rows = count / columns;
  const size = height * width;
  return Array.from({ length: columns }, (_, moment) => {
    const frame = new Uint8Array(rows * size); // [rows, height, width]
    for (let row = 0; row < rows; row++) {
      const first = (row * columns + moment) * size;
      frame.set(pixels.subarray(first, first + size), row * size);
    }
    return gridPicture(frame, { height, width, columns: Math.ceil(Math.sqrt(rows)) });
  });
}
