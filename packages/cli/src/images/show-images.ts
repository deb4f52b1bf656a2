/** A grid of images on stdout: in the colours of a terminal, or as plain characters. */

import { gridPicture } from '@ferrogen/core';
import type { Context } from '../context.ts';
import type { CommonOptions } from '../options/common.ts';
import type { ImageGrid } from '../output/pictures/save-images.ts';
import { printLines } from '../output/say.ts';
import { pictureStyleOf, renderPicture } from '../render/grey-picture.ts';
import { styleOf } from '../render/style.ts';

/** Rows of images that are shown; more would scroll away. */
const ROWS = 20;

/** Draws the images; of many rows the first. */
export async function showImages(
  images: ImageGrid,
  context: Pick<Context, 'stdout' | 'env'>,
  common: Pick<CommonOptions, 'color'>,
): Promise<void> {
  const { pixels, height, width, columns } = images;
  const style = styleOf(context.stdout, context.env, common);
  const shown = pixels.subarray(0, ROWS * columns * height * width);
  const lines = renderPicture(gridPicture(shown, images), pictureStyleOf(context.env, style));
  await printLines(lines, context);
}
