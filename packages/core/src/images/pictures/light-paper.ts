/** Ink on light paper, where images of this package are light on dark. */

import type { GreyPicture } from './grey-picture.ts';

/** Whether the pictures show ink on light paper: whether most pixels along their edges, of all of them together, are light. */
export function isOnLightPaper(pictures: Iterable<GreyPicture>): boolean {
  let light = 0;
  let all = 0;
  for (const { width, height, pixels } of pictures)
    for (let at = 0; at < pixels.length; at++) {
      const column = at % width;
      const isEdge =
        column === 0 || column === width - 1 || at < width || at >= width * (height - 1);
      if (!isEdge) continue;
      all++;
      if (pixels[at]! > 127) light++;
    }
  return 2 * light > all;
}

/** The negatives of pixels. */
export function negative(pixels: Uint8Array): Uint8Array {
  return pixels.map((pixel) => 255 - pixel);
}
