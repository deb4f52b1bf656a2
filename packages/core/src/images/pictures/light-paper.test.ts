import { describe, expect, it } from 'vitest';
import { isOnLightPaper, negative } from './light-paper.ts';

const picture = (width: number, height: number, edge: number, middle: number) => ({
  width,
  height,
  pixels: Uint8Array.from({ length: width * height }, (_, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    const isEdge = row % (height - 1) === 0 || column % (width - 1) === 0;
    return isEdge ? edge : middle;
  }),
});

describe('isOnLightPaper', () => {
  it('isOnLightPaper looks at the edges alone, whatever the middle is', () => {
    expect(isOnLightPaper([picture(20, 20, 255, 0)])).toBe(true);
    expect(isOnLightPaper([picture(20, 20, 0, 255)])).toBe(false);
    expect(isOnLightPaper([picture(2, 7, 200, 0)])).toBe(true);
  });

  it('isOnLightPaper goes by most edges of all pictures together', () => {
    const [light, dark] = [picture(5, 5, 255, 0), picture(5, 5, 0, 255)];
    expect(isOnLightPaper([light, light, dark])).toBe(true);
    expect(isOnLightPaper([light, dark, dark])).toBe(false);
    expect(isOnLightPaper([light, dark])).toBe(false);
    expect(isOnLightPaper([])).toBe(false);
  });
});

describe('negative', () => {
  it('negative turns light into dark, and leaves what it is given as it was', () => {
    const pixels = Uint8Array.of(0, 1, 255);
    expect([...negative(pixels)]).toEqual([255, 254, 0]);
    expect([...pixels]).toEqual([0, 1, 255]);
  });
});
