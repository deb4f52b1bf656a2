/** A picture that somebody drew, as images of the size that a model knows. */

import { type GreyPicture, imagesOfGrid, isOnLightPaper, negative } from '@ferrogen/core';
import { centreDrawing } from './centre-drawing.ts';

/** Images cut out of a picture, and what was done to it. */
export interface OwnImages {
  /** [count, height, width]; 0 is the background. */
  readonly pixels: Uint8Array;
  readonly count: number;
  /** What was done, in words, for the user to know. */
  readonly notes: readonly string[];
}

/** Gaps between the images of a grid that are looked for, as `gen sample` writes them, and none. */
const gaps = [2, 0] as const;

/**
 * Images of `height` x `width`. A picture of that size is one; one that is a grid of them is cut; any other is a drawing that is centred.
 * Ink on paper is turned into light on dark: paper is known by the picture's border.
 */
export function ownImages(
  picture: GreyPicture,
  { height, width }: { readonly height: number; readonly width: number },
): OwnImages {
  const notes: string[] = [];
  const isPaper = isOnLightPaper([picture]);
  if (isPaper) notes.push('dark ink on light paper was taken as light on dark');
  const lit = isPaper ? { ...picture, pixels: negative(picture.pixels) } : picture;
  const gap = gaps.find((each) => isGrid(lit, height, width, each));
  if (gap !== undefined) {
    const pixels = imagesOfGrid(lit, { height, width, gap });
    return { pixels, count: pixels.length / (height * width), notes };
  }
  const { pixels, isDrawing } = centreDrawing(lit, { height, width });
  const made = isDrawing ? 'the drawing was centred in' : 'the picture was fitted into';
  notes.push(`${picture.width} x ${picture.height} pixels: ${made} ${width} x ${height}`);
  return { pixels, count: 1, notes };
}

/** Whether images with these gaps fill the picture, and with gaps whether they are empty: a large drawing is no grid. */
function isGrid(picture: GreyPicture, height: number, width: number, gap: number): boolean {
  const columns = (picture.width + gap) / (width + gap);
  const rows = (picture.height + gap) / (height + gap);
  if (!Number.isInteger(columns) || !Number.isInteger(rows)) return false;
  if (columns * rows === 1) return true;
  if (gap === 0) return columns === 1 || rows === 1;
  const inGap = (at: number, size: number) => at % (size + gap) >= size;
  return picture.pixels.every(
    (pixel, k) =>
      pixel === 0 ||
      !(inGap(k % picture.width, width) || inGap(Math.floor(k / picture.width), height)),
  );
}
