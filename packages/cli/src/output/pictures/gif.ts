/** Grey pictures one after the other as an animated GIF. Knows no file system. */

import { type GreyPicture, OptionError } from '@ferrogen/core';
import { GifWriter } from 'omggif';

/** The 256 greys, each at its own place, as 0xRRGGBB. */
const greys = Array.from({ length: 256 }, (_, grey) => grey * 0x010101);

/** More than a frame can take, its header included: a code of at most 12 bits for a pixel. */
const roomFor = ({ width, height }: GreyPicture) => 2 * width * height + 1024;

export interface GifOptions {
  /** How long a frame stays, in milliseconds; the format counts in steps of 10. @default 100 */
  readonly delay?: number;
  /** How long the last frame stays, in milliseconds. @default as the others */
  readonly lastDelay?: number;
}

/**
 * The bytes of a GIF file that plays for ever. The same frames give the same bytes.
 *
 * @throws OptionError where there are no frames, or frames of several sizes
 */
export function encodeGif(frames: readonly GreyPicture[], options: GifOptions = {}): Uint8Array {
  const [first] = frames;
  if (first === undefined || first.width * first.height === 0)
    throw new OptionError('frames', 'a GIF file holds at least one frame of at least one pixel');
  const { delay = 100, lastDelay = delay } = options;
  const bytes = new Uint8Array(1024 + frames.length * roomFor(first));
  const writer = new GifWriter(bytes, first.width, first.height, { palette: greys, loop: 0 });
  for (const [at, { width, height, pixels }] of frames.entries()) {
    if (width !== first.width || height !== first.height)
      throw new OptionError(
        'frames',
        `the frames of a GIF file are of one size; got ${first.width} x ${first.height} and ${width} x ${height}`,
      );
    const stay = at === frames.length - 1 ? lastDelay : delay;
    writer.addFrame(0, 0, width, height, [...pixels], { delay: Math.round(stay / 10) });
  }
  return bytes.slice(0, writer.end());
}
