/**
 * A drawing of any size as MNIST has its digits: light on black, in proportion, within 20 of 28 pixels, its centre of mass in the middle (LeCun et
 * al., "Gradient-based learning applied to document recognition", 1998, section III A).
 */

import { type GreyPicture, resizePicture } from '@ferrogen/core';

/** Share of an image's side that a drawing may take. */
const SHARE = 20 / 28;
/** Light from which a pixel belongs to the drawing. */
const INK = 64;
/** Least difference of light between the ground and the drawing; what differs less is noise of a plain ground. */
const CONTRAST = 24;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * An image of `height` x `width`. The ground becomes black and the lightest pixel white. What reaches the picture's border is no drawing on a
 * ground: the whole picture is then fitted in, in proportion.
 *
 * @param picture light on dark
 */
export function centreDrawing(
  picture: GreyPicture,
  { height, width }: { readonly height: number; readonly width: number },
): { readonly pixels: Uint8Array; readonly isDrawing: boolean } {
  const lit = stretched(picture);
  const box = boxOf(lit);
  const part = box ?? { left: 0, top: 0, width: lit.width, height: lit.height };
  const share = box === null ? 1 : SHARE;
  const scale = Math.min((share * width) / part.width, (share * height) / part.height);
  const side = (length: number) => Math.max(1, Math.round(scale * length));
  const small = resizePicture(cut(lit, part), {
    width: side(part.width),
    height: side(part.height),
  });
  const centre = box === null ? { x: small.width / 2, y: small.height / 2 } : centreOfMass(small);
  const left = within(width / 2 - centre.x, width - small.width);
  const top = within(height / 2 - centre.y, height - small.height);
  const pixels = new Uint8Array(height * width); // [height, width]
  for (let row = 0; row < small.height; row++) {
    const from = row * small.width;
    pixels.set(small.pixels.subarray(from, from + small.width), (top + row) * width + left);
  }
  return { pixels, isDrawing: box !== null };
}

const within = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)));

/** With a black ground and something white, where there is enough between them. */
function stretched(picture: GreyPicture): GreyPicture {
  const border = picture.pixels.filter((_, at) => isBorder(picture, at)).sort();
  const ground = border[border.length >> 1] ?? 0;
  const most = picture.pixels.reduce((max, pixel) => Math.max(max, pixel), 0);
  if (most - ground < CONTRAST) return picture;
  const scale = 255 / (most - ground);
  return {
    ...picture,
    pixels: picture.pixels.map((pixel) => Math.max(0, scale * (pixel - ground))),
  };
}

function isBorder({ width, height }: GreyPicture, at: number): boolean {
  const [row, column] = [Math.floor(at / width), at % width];
  return row === 0 || row === height - 1 || column === 0 || column === width - 1;
}

/** The smallest box around the ink; null where there is none, or where it reaches the border. */
function boxOf(picture: GreyPicture): Box | null {
  const { width, height, pixels } = picture;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (const [at, pixel] of pixels.entries()) {
    if (pixel < INK) continue;
    const [row, column] = [Math.floor(at / width), at % width];
    left = Math.min(left, column);
    right = Math.max(right, column);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
  }
  const isInside = left > 0 && top > 0 && right < width - 1 && bottom < height - 1;
  if (right < left || !isInside) return null;
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

function cut({ width, pixels }: GreyPicture, box: Box): GreyPicture {
  const part = new Uint8Array(box.height * box.width); // [height, width]
  for (let row = 0; row < box.height; row++) {
    const from = (box.top + row) * width + box.left;
    part.set(pixels.subarray(from, from + box.width), row * box.width);
  }
  return { width: box.width, height: box.height, pixels: part };
}

function centreOfMass({ width, pixels }: GreyPicture): { x: number; y: number } {
  let [mass, x, y] = [0, 0, 0];
  for (const [at, pixel] of pixels.entries()) {
    mass += pixel;
    x += pixel * ((at % width) + 0.5);
    y += pixel * (Math.floor(at / width) + 0.5);
  }
  return { x: x / mass, y: y / mass };
}
