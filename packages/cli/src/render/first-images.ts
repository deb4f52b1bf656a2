/** The first images of a set, small enough that several stand side by side in a terminal. */

import { gridPicture } from '@ferrogen/core';
import { type PictureStyle, renderPicture } from './grey-picture.ts';

/** Images that are shown. */
const SHOWN = 16;
/** Most columns of a terminal that one of several images takes, and the gap to the next one. */
const WIDEST = 14;
const GAP = 1;

/** Images one after the other. */
export interface Images {
  /** [count, height, width] */
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/** Lines that show the first images; none where there are no images. */
export function renderFirstImages(
  { pixels, height, width }: Images,
  style: PictureStyle,
): string[] {
  const size = height * width;
  if (size === 0 || pixels.length === 0) return [];
  const widest = pixels.length === size ? style.width : WIDEST;
  const cell = Math.min(width, widest) + GAP;
  const fitting = Math.max(1, Math.floor((style.width + GAP) / cell));
  const columns = Math.min(fitting, SHOWN, pixels.length / size);
  // The gap is shrunk with the images.
  const gap = Math.round((GAP * width) / (cell - GAP));
  const picture = gridPicture(pixels.subarray(0, SHOWN * size), { height, width, columns, gap });
  return renderPicture(picture, { ...style, width: Math.min(style.width, columns * cell - GAP) });
}
