/** Grey pictures as plain pixels: images side by side, cut apart, made smaller. Knows no tensor and no file format. */

import { OptionError } from '../../errors.ts';

/** A picture, row after row. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** [height, width], 0 is the background, 255 full ink. */
  readonly pixels: Uint8Array;
}

/** How images stand in a grid. */
export interface GridOptions {
  /** Height of an image in pixels. */
  readonly height: number;
  /** Width of an image in pixels. */
  readonly width: number;
  /** Images in a row. @default as many as make the grid about square */
  readonly columns?: number;
  /** Pixels of background between two images. @default 2 */
  readonly gap?: number;
}

/** What models give, from 0 to 1, as pixels from 0 to 255, rounded; what lies outside is cut off, and NaN is background. */
export function greyPixels(values: ArrayLike<number>): Uint8Array {
  // The clamped array rounds, cuts off, and takes NaN for 0.
  return new Uint8Array(Uint8ClampedArray.from(values, (value) => 255 * value).buffer);
}

/**
 * Images side by side, row by row, with gaps between them but none around.
 *
 * @param images [count, height, width]; places that are left over in the last row are background
 * @throws OptionError for a grid of no columns, and for pixels that are not a whole number of images
 * @example
 * ```ts
 * const picture = gridPicture(greyPixels(vae.sample(100, random)), { height: 28, width: 28, columns: 10 });
 * ```
 */
export function gridPicture(images: Uint8Array, options: GridOptions): GreyPicture {
  const { height, width, gap = 2 } = options;
  const count = countOf(images, height * width);
  const { columns = Math.max(1, Math.ceil(Math.sqrt(count))) } = options;
  if (!Number.isSafeInteger(columns) || columns < 1)
    throw new OptionError('columns', `a grid has 1 column or more; got ${columns}`);
  const rows = Math.ceil(count / columns);
  const gridWidth = columns * (width + gap) - gap;
  const gridHeight = Math.max(0, rows * (height + gap) - gap);
  const pixels = new Uint8Array(gridHeight * gridWidth); // [gridHeight, gridWidth]
  for (let image = 0; image < count; image++) {
    const top = Math.floor(image / columns) * (height + gap);
    const left = (image % columns) * (width + gap);
    for (let row = 0; row < height; row++) {
      const from = (image * height + row) * width;
      pixels.set(images.subarray(from, from + width), (top + row) * gridWidth + left);
    }
  }
  return { width: gridWidth, height: gridHeight, pixels };
}

/**
 * The images of a grid, from left to right, then down: the way back from `gridPicture`.
 *
 * @returns pixels [count, height, width]
 * @throws OptionError where the picture is not a whole number of images wide or high
 */
export function imagesOfGrid(
  picture: GreyPicture,
  options: Omit<GridOptions, 'columns'>,
): Uint8Array {
  const { height, width, gap = 2 } = options;
  const columns = (picture.width + gap) / (width + gap);
  const rows = (picture.height + gap) / (height + gap);
  if (!Number.isInteger(columns) || !Number.isInteger(rows) || columns * rows === 0)
    throw new OptionError(
      'gap',
      `a picture of ${picture.width} x ${picture.height} pixels is no grid of images of ${width} x ${height} with gaps of ${gap}`,
    );
  const images = new Uint8Array(rows * columns * height * width); // [count, height, width]
  for (let image = 0; image < rows * columns; image++) {
    const top = Math.floor(image / columns) * (height + gap);
    const left = (image % columns) * (width + gap);
    for (let row = 0; row < height; row++) {
      const from = (top + row) * picture.width + left;
      images.set(picture.pixels.subarray(from, from + width), (image * height + row) * width);
    }
  }
  return images;
}

/**
 * The picture in another size: each pixel is the mean of the area that it covers in the old one.
 *
 * @throws OptionError for a size of nothing
 */
export function resizePicture(
  picture: GreyPicture,
  size: { readonly width: number; readonly height: number },
): GreyPicture {
  const { width, height } = size;
  for (const side of [width, height])
    if (!Number.isSafeInteger(side) || side < 1)
      throw new OptionError('size', `a picture has sides of 1 pixel or more; got ${side}`);
  const across = sharesOf(picture.width, width);
  const down = sharesOf(picture.height, height);
  const pixels = new Uint8Array(height * width); // [height, width]
  for (const [row, rowShares] of down.entries())
    for (const [column, columnShares] of across.entries()) {
      let sum = 0;
      for (const [y, tall] of rowShares)
        for (const [x, wide] of columnShares)
          sum += tall * wide * picture.pixels[y * picture.width + x]!;
      pixels[row * width + column] = Math.round(sum);
    }
  return { width, height, pixels };
}

/** For each of `to` equal parts of a line of `from` pixels: the pixels that it covers, and the share of the part in each. */
function sharesOf(from: number, to: number): (readonly [pixel: number, share: number])[][] {
  const length = from / to;
  return Array.from({ length: to }, (_, part) => {
    const shares: [number, number][] = [];
    const [begin, end] = [part * length, (part + 1) * length];
    for (let pixel = Math.floor(begin); pixel < Math.min(from, Math.ceil(end - 1e-9)); pixel++) {
      const covered = Math.min(end, pixel + 1) - Math.max(begin, pixel);
      shares.push([pixel, covered / length]);
    }
    return shares;
  });
}

function countOf(images: Uint8Array, size: number): number {
  const count = images.length / size;
  if (!Number.isInteger(count))
    throw new OptionError(
      'images',
      `images of ${size} pixels each come in whole; got ${images.length} pixels`,
    );
  return count;
}
