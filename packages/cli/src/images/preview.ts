/** What a model makes of the same places in its space each time, as pictures: for files, and for a terminal. */

import { type GreyPicture, greyPixels, gridPicture } from '@ferrogen/core';
import type { ImageTask } from './image-task.ts';

/** Columns of a terminal that an image takes, its gap included, where it is 28 pixels wide. */
const CELL = 15;

/** Draws fresh pictures. */
export class Preview {
  readonly #preview: NonNullable<ImageTask['preview']>;
  readonly #size: { readonly height: number; readonly width: number };

  constructor(
    preview: NonNullable<ImageTask['preview']>,
    { height, width }: { readonly height: number; readonly width: number },
  ) {
    this.#preview = preview;
    this.#size = { height, width };
  }

  /** Fresh images, [count, height, width] from 0 to 1. */
  draw(): Float32Array {
    return this.#preview.draw();
  }

  /** All of the images in a grid. */
  picture(images: Float32Array): GreyPicture {
    return gridPicture(greyPixels(images), { ...this.#size, columns: this.#preview.columns });
  }

  /**
   * As many of them, the first ones, as some rows in a terminal show, and the columns that these take.
   *
   * @param room columns of the terminal
   * @param rows of images
   */
  forTerminal(
    images: Float32Array,
    room: number,
    rows: number,
  ): { picture: GreyPicture; width: number } {
    const { height, width } = this.#size;
    const columns = Math.max(1, Math.min(this.#preview.columns, Math.floor(room / CELL)));
    const shown = images.subarray(0, rows * columns * height * width);
    const picture = gridPicture(greyPixels(shown), { ...this.#size, columns });
    return { picture, width: Math.min(room, columns * CELL) };
  }
}
