import type { GreyPicture } from '@ferrogen/core';
import { describe, expect, it } from 'vitest';
import { centreDrawing } from './centre-drawing.ts';

/** A picture whose pixels are told by a function. */
function picture(width: number, height: number, at: (x: number, y: number) => number): GreyPicture {
  const pixels = Uint8Array.from({ length: width * height }, (_, k) =>
    at(k % width, Math.floor(k / width)),
  );
  return { width, height, pixels };
}

/** The rows and columns that hold ink, first and last. */
function extent(pixels: Uint8Array, width: number): [number, number, number, number] {
  const at = [...pixels.keys()].filter((k) => pixels[k]! > 127);
  const rows = at.map((k) => Math.floor(k / width));
  const columns = at.map((k) => k % width);
  return [Math.min(...rows), Math.max(...rows), Math.min(...columns), Math.max(...columns)];
}

const size = { height: 28, width: 28 };

describe('centreDrawing', () => {
  it('centreDrawing brings a drawing from a corner into the middle, in proportion, 20 pixels high', () => {
    const bar = picture(1000, 600, (x, y) =>
      x >= 40 && x < 140 && y >= 300 && y < 500 ? 200 : 30,
    );
    const { pixels, isDrawing } = centreDrawing(bar, size);
    expect(isDrawing).toBe(true);
    expect(extent(pixels, 28)).toEqual([4, 23, 9, 18]);
    // The ground is black and the ink white, though neither was.
    expect(new Set(pixels)).toEqual(new Set([0, 255]));
  });

  it('centreDrawing puts the centre of mass into the middle, not that of the box', () => {
    // A block with a stroke to the right.
    const flag = picture(100, 100, (x, y) =>
      (x >= 10 && x < 30 && y >= 30 && y < 70) || (x >= 30 && x < 90 && y >= 44 && y < 56)
        ? 255
        : 0,
    );
    const { pixels } = centreDrawing(flag, size);
    let [mass, moment] = [0, 0];
    for (const [at, pixel] of pixels.entries()) {
      mass += pixel;
      moment += pixel * ((at % 28) + 0.5);
    }
    expect(Math.abs(moment / mass - 14)).toBeLessThanOrEqual(0.5);
  });

  it('centreDrawing fits a picture that fills its frame in as a whole', () => {
    const stripes = picture(200, 100, (x) => (x % 50 < 25 ? 255 : 0));
    const { pixels, isDrawing } = centreDrawing(stripes, size);
    expect(isDrawing).toBe(false);
    expect(extent(pixels, 28).slice(0, 2)).toEqual([7, 20]);
  });

  it('centreDrawing leaves a plain ground plain, of one pixel too', () => {
    for (const plain of [picture(1, 1, () => 0), picture(50, 60, (x, y) => (x * y) % 9)])
      expect(Math.max(...centreDrawing(plain, size).pixels)).toBeLessThan(10);
  });
});
