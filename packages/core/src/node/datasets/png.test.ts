import { deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { decodePng } from './png.ts';

describe('decodePng', () => {
  it('decodePng takes colours by their luma', () => {
    const data = Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255);
    const bytes = encode({ width: 3, height: 1, data, channels: 4 });
    expect([...decodePng(bytes, 'x.png').pixels]).toEqual([76, 150, 29]);
  });

  it('decodePng lays white paper under dark ink and black under light, so that neither is lost', () => {
    const drawing = (ink: number) =>
      encode({
        width: 4,
        height: 1,
        channels: 2,
        data: Uint8Array.of(ink, 255, ink, 51, 0, 0, 255, 0), // full ink, a fifth, none, none
      });
    expect([...decodePng(drawing(0), 'x.png').pixels]).toEqual([0, 204, 255, 255]);
    expect([...decodePng(drawing(255), 'x.png').pixels]).toEqual([255, 51, 0, 0]);
  });

  it('decodePng takes a picture without any ink for white paper', () => {
    const empty = encode({ width: 2, height: 1, channels: 4, data: new Uint8Array(8) });
    expect([...decodePng(empty, 'x.png').pixels]).toEqual([255, 255]);
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
    const data = Uint8Array.from({ length: 400 }, (_, k) => (k * k) % 251);
    const bytes = encode({ width: 20, height: 20, data, channels: 1 });
    const damaged = bytes.slice();
    damaged[60]! ^= 1;
    for (const wrong of [new Uint8Array(0), Uint8Array.of(1, 2, 3), damaged, bytes.slice(0, 100)])
      expect(() => decodePng(wrong, 'my.png')).toThrow(
        expect.objectContaining({
          code: 'IMAGES_PNG',
          message: expect.stringContaining('my.png: '),
        }),
      );
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
