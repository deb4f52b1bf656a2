import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { type GreyPicture, Prng } from '@ferrogen/core';
import { encode } from 'fast-png';
import { GifReader } from 'omggif';
import { describe, expect, it } from 'vitest';
import { encodeGif } from './gif.ts';
import { decodePng, encodePng } from './png.ts';

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

describe('decodePng', () => {
  it('decodePng takes colours by their luma, and what is transparent as white paper', () => {
    const data = Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0);
    const bytes = encode({ width: 4, height: 1, data, channels: 4 });
    expect([...decodePng(bytes, 'x.png').pixels]).toEqual([76, 150, 29, 255]);
  });

  it('decodePng takes 16 bits, palettes, and pixels of less than a byte', () => {
    const deep = encode({
      width: 2,
      height: 1,
      data: Uint16Array.of(65535, 257 * 100),
      channels: 1,
      depth: 16,
    });
    expect([...decodePng(deep, 'x.png').pixels]).toEqual([255, 100]);
    const indexed = encode({
      width: 3,
      height: 1,
      data: Uint8Array.of(1, 0, 1),
      palette: [
        [0, 0, 0],
        [200, 200, 200],
      ],
      channels: 1,
      depth: 8,
    });
    expect([...decodePng(indexed, 'x.png').pixels]).toEqual([200, 0, 200]);
    // Two rows of three pixels of one bit: 101 and 010, each in a byte of its own.
    expect([
      ...decodePng(bilevelPng(3, 2, [0, 0b10100000, 0, 0b01000000]), 'x.png').pixels,
    ]).toEqual([255, 0, 255, 0, 255, 0]);
  });

  it('decodePng refuses what is no PNG file, and a damaged or a short one, and names it', () => {
    const bytes = encodePng(noise(20, 20, 3));
    const damaged = bytes.slice();
    damaged[60]! ^= 1;
    for (const wrong of [new Uint8Array(0), Uint8Array.of(1, 2, 3), damaged, bytes.slice(0, 100)])
      expect(() => decodePng(wrong, 'my.png')).toThrow(
        expect.objectContaining({
          code: 'PNG_INVALID',
          message: expect.stringContaining('my.png: '),
        }),
      );
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

/** A PNG file of one bit a pixel, made by the letter of the standard. */
function bilevelPng(width: number, height: number, rows: readonly number[]): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    framed.set(body, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
  const data = deflateSync(Uint8Array.from(rows));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** ISO 3309, bit by bit. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
