import { createHash } from 'node:crypto';
import { type GreyPicture, Prng } from '@ferrogen/core';
import { decodePng } from '@ferrogen/core/node';
import { GifReader } from 'omggif';
import { describe, expect, it } from 'vitest';
import { encodeGif } from './gif.ts';
import { encodePng } from './png.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A picture of noise: what does not compress shows every fault of a codec. */
function noise(width: number, height: number, seed: number): GreyPicture {
  const pixels = new Uint8Array(width * height);
  let random = new Prng(seed);
  for (let k = 0; k < pixels.length; k++) {
    random = random.split(0);
    pixels[k] = random.key[0] & 255;
  }
  return { width, height, pixels };
}

describe('encodePng', () => {
  it('encodePng writes what decodePng reads, from one pixel to odd sizes', () => {
    for (const [width, height] of [
      [1, 1],
      [1, 7],
      [13, 1],
      [31, 17],
      [298, 298],
    ] as const) {
      const picture = noise(width, height, width);
      expect(decodePng(encodePng(picture), 'x.png')).toEqual(picture);
    }
  });

  it('encodePng gives the same bytes for the same picture, on every machine', () => {
    const bytes = encodePng(noise(9, 5, 1));
    expect(encodePng(noise(9, 5, 1))).toEqual(bytes);
    expect(sha256(bytes)).toBe('c13f729fe0aff92b304efd263547bb7814cad04f0135f076b11a9cbd3dfda2d0');
  });

  it('encodePng refuses a picture of no pixels', () => {
    const empty = { width: 0, height: 3, pixels: new Uint8Array(0) };
    expect(() => encodePng(empty)).toThrow('at least one pixel');
  });
});

describe('encodeGif', () => {
  it('encodeGif gives the same bytes for the same frames, on every machine', () => {
    const frames = [noise(12, 7, 1), noise(12, 7, 2), noise(12, 7, 3)];
    const bytes = encodeGif(frames, { delay: 60, lastDelay: 2000 });
    expect(encodeGif(frames, { delay: 60, lastDelay: 2000 })).toEqual(bytes);
    expect(sha256(bytes)).toBe('3ed656cff12078cf0bb770d4b8344ddcb3a5b2bb102f01d6e21ce08b7772bad6');
  });

  it('encodeGif writes frames that a decoder gives back, with their times, for ever', () => {
    const frames = [noise(31, 17, 1), noise(31, 17, 2)];
    const reader = new GifReader(encodeGif(frames, { delay: 60, lastDelay: 2000 }));
    expect([reader.numFrames(), reader.loopCount()]).toEqual([2, 0]);
    expect([reader.frameInfo(0).delay, reader.frameInfo(1).delay]).toEqual([6, 200]);
    for (const [at, { pixels }] of frames.entries()) {
      const colors = new Uint8Array(4 * 31 * 17); // [height, width, RGBA]
      reader.decodeAndBlitFrameRGBA(at, colors);
      expect(colors.filter((_, k) => k % 4 === 1)).toEqual(pixels);
    }
  });

  it('encodeGif refuses no frames, and frames of several sizes', () => {
    expect(() => encodeGif([])).toThrow('at least one frame');
    expect(() => encodeGif([noise(2, 2, 1), noise(2, 3, 1)])).toThrow('2 x 2 and 2 x 3');
  });
});
