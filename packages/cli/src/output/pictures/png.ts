/** Grey pictures as PNG files; `decodePng` of `@ferrogen/core/node` is the way back. Knows no file system. */

import { type GreyPicture, OptionError } from '@ferrogen/core';
import { encode } from 'fast-png';

/** The bytes of a PNG file, 8 bits of grey to a pixel. The same picture gives the same bytes. */
export function encodePng({ width, height, pixels }: GreyPicture): Uint8Array {
  if (width * height === 0)
    throw new OptionError('picture', 'a PNG file holds at least one pixel, and this picture none');
  return encode({ width, height, data: pixels, channels: 1, depth: 8 }, { zlib: { level: 9 } });
}
