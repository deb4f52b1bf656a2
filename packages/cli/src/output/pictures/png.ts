/** Grey pictures as PNG files, and PNG files of any kind as grey pictures. Knows no file system. */

import { type GreyPicture, OptionError } from '@ferrogen/core';
import { convertIndexedToRgb, type DecodedPng, decode, encode } from 'fast-png';

/** A file that is no PNG, or a damaged one. */
export class PngError extends SyntaxError {
  override readonly name = 'PngError';
  readonly code = 'PNG_INVALID';
}

/** The bytes of a PNG file, 8 bits of grey to a pixel. The same picture gives the same bytes. */
export function encodePng({ width, height, pixels }: GreyPicture): Uint8Array {
  if (width * height === 0)
    throw new OptionError('picture', 'a PNG file holds at least one pixel, and this picture none');
  return encode({ width, height, data: pixels, channels: 1, depth: 8 }, { zlib: { level: 9 } });
}

/** How a colour becomes grey: Rec. ITU-R BT.601, as most programs have it. */
const luma = [0.299, 0.587, 0.114] as const;

/**
 * A PNG file as a grey picture: colours by their luma, 16 bits as 8, what is transparent as white paper.
 *
 * @param name what messages call it
 * @throws PngError where the bytes are no PNG file, or a damaged one
 */
export function decodePng(bytes: Uint8Array, name: string): GreyPicture {
  let decoded: DecodedPng;
  try {
    decoded = decode(bytes, { checkCrc: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PngError(`${name}: this is no PNG file that can be read: ${reason}`, { cause });
  }
  const { width, height } = decoded;
  const hasPalette = decoded.palette !== undefined;
  const data = hasPalette ? convertIndexedToRgb(decoded) : decoded.data;
  const channels = hasPalette ? data.length / (width * height) : decoded.channels;
  const top = hasPalette ? 255 : 2 ** decoded.depth - 1;
  const bits = hasPalette || decoded.depth >= 8 ? null : decoded.depth;
  const sample = (pixel: number, channel: number) =>
    (bits === null ? data[pixel * channels + channel]! : packedSample(data, width, bits, pixel)) /
    top;
  const pixels = Uint8Array.from({ length: width * height }, (_, pixel) => {
    const colors = channels < 3 ? 1 : 3;
    let grey = 0;
    for (let channel = 0; channel < colors; channel++)
      grey += (colors === 1 ? 1 : luma[channel]!) * sample(pixel, channel);
    const alpha = channels % 2 === 0 ? sample(pixel, channels - 1) : 1;
    return Math.round(255 * (alpha * grey + 1 - alpha));
  });
  return { width, height, pixels };
}

/** A sample of less than 8 bits: rows begin at whole bytes. */
function packedSample(data: ArrayLike<number>, width: number, bits: number, pixel: number): number {
  const perByte = 8 / bits;
  const [row, column] = [Math.floor(pixel / width), pixel % width];
  const byte = data[row * Math.ceil(width / perByte) + Math.floor(column / perByte)]!;
  return (byte >> (8 - bits - bits * (column % perByte))) & (2 ** bits - 1);
}
