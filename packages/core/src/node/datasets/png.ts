/** PNG files of any kind as grey pictures. Knows no file system. */

import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import { ImageError } from '../../data/images/image-error.ts';
import type { GreyPicture } from '../../images/pictures/grey-picture.ts';
import { pictureFormat } from './picture-formats.ts';

/** What helps with pictures of other formats. */
export const SAVE_AS_PNG = 'PNG is the format of pictures that is read: save it as one';

/** How a colour becomes grey: Rec. ITU-R BT.601, as most programs have it. */
const luma = [0.299, 0.587, 0.114] as const;

/** Samples, row after row, of 0 to `top`. */
interface Samples {
  readonly data: ArrayLike<number>;
  readonly channels: number;
  readonly top: number;
}

/**
 * A PNG file as a grey picture: colours by their luma, 16 bits as 8. What is transparent becomes paper that the ink stands out
 * from, white under dark ink and black under light ink: drawings have either, and one paper for all would swallow half of them.
 *
 * @param name what messages call it
 * @throws ImageError IMAGES_PNG where the bytes are no PNG file, or a damaged one
 */
export function decodePng(bytes: Uint8Array, name: string): GreyPicture {
  const format = pictureFormat(bytes);
  if (format !== null && format !== 'PNG')
    throw new ImageError('IMAGES_PNG', `${name}: this is a ${format} picture`, SAVE_AS_PNG);
  let png: DecodedPng;
  try {
    png = decode(bytes, { checkCrc: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ImageError('IMAGES_PNG', `${name}: this is no PNG file that can be read: ${reason}`);
  }
  const { width, height } = png;
  const { data, channels, top } = samplesOf(png);
  const weights = channels < 3 ? [1] : luma;
  const hasOpacity = channels % 2 === 0;
  const light = new Float64Array(width * height); // 0 to 1, as much of it as is opaque
  const opacity = new Float64Array(width * height).fill(1);
  for (let pixel = 0; pixel < light.length; pixel++) {
    const at = pixel * channels;
    if (hasOpacity) opacity[pixel] = data[at + channels - 1]! / top;
    const value = weights.reduce((sum, weight, k) => sum + weight * data[at + k]!, 0) / top;
    light[pixel] = opacity[pixel]! * value;
  }
  const isDark = 2 * total(light) <= total(opacity);
  const paper = isDark ? 1 : 0;
  const pixels = light.map((value, k) => Math.round(255 * (value + paper * (1 - opacity[k]!))));
  return { width, height, pixels: Uint8Array.from(pixels) };
}

/** The samples of every pixel, whatever way they are packed. */
function samplesOf(png: DecodedPng): Samples {
  const { palette, data, channels, depth } = png;
  if (palette !== undefined)
    return { data: convertIndexedToRgb(png), channels: palette[0]?.length ?? 3, top: 255 };
  return { data: depth < 8 ? unpackedBits(png) : data, channels, top: 2 ** depth - 1 };
}

/** Pixels of 1, 2 or 4 bits, of which each row begins at a byte of its own. */
function unpackedBits({ data, depth, width, height }: DecodedPng): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  return Uint8Array.from({ length: width * height }, (_, pixel) => {
    const bit = (pixel % width) * depth;
    const byte = data[Math.floor(pixel / width) * rowBytes + (bit >> 3)]!;
    return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  });
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
