/** Looks into a picture, such as those that `gen sample` saves: its size, its greys, the picture itself. */

import { decodePng, pictureFormat } from '@ferrogen/core/node';
import { readBytes } from '../input/read-input.ts';
import type { Inspected, InspectRequest, PictureInspection } from './inspection.ts';
import { refuseReadFlags } from './refuse-read-flags.ts';

/** Whether a file is a picture, of a format that is read or another. */
export function looksLikePicture(bytes: Uint8Array): boolean {
  return pictureFormat(bytes) !== null;
}

/** Throws `UsageError` where a flag says how to read a table, `ImageError` for a damaged picture and for other formats than PNG. */
export async function inspectPicture({ input, read }: InspectRequest): Promise<Inspected> {
  refuseReadFlags(read, input.name, 'is a picture');
  const { width, height, pixels } = decodePng(await readBytes(input), input.name);
  const inspection: PictureInspection = {
    schemaVersion: 1,
    kind: 'inspection',
    format: 'png',
    file: input.file,
    dtype: 'ubyte',
    shape: [height, width],
    min: pixels.reduce((least, pixel) => Math.min(least, pixel), 255),
    max: pixels.reduce((most, pixel) => Math.max(most, pixel), 0),
  };
  return { inspection, values: null, images: { pixels, height, width } };
}
