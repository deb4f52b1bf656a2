import { describe, expect, it } from 'vitest';
import { renderFirstImages } from './first-images.ts';

const plain = { depth: 'none', width: 80 } as const;

describe('renderFirstImages', () => {
  it('renderFirstImages sets small images side by side at their own size', () => {
    const pixels = new Uint8Array(3 * 4).fill(255);
    expect(renderFirstImages({ pixels, height: 2, width: 2 }, plain)).toEqual(['@@ @@ @@']);
  });

  it('renderFirstImages shows 16 images at most, and shrinks MNIST’s to 14 columns', () => {
    const pixels = new Uint8Array(20 * 28 * 28).fill(255);
    const lines = renderFirstImages({ pixels, height: 28, width: 28 }, plain);
    // Five in a row of 80 columns, so four rows of 7 lines and a little for the gaps.
    expect(Math.max(...lines.map((line) => line.length))).toBe(74);
    expect(lines.length).toBeGreaterThanOrEqual(28);
    expect(lines.length).toBeLessThanOrEqual(31);
  });

  it('renderFirstImages has nothing to show of no images', () => {
    const nothing = new Uint8Array(0);
    expect(renderFirstImages({ pixels: nothing, height: 28, width: 28 }, plain)).toEqual([]);
    expect(renderFirstImages({ pixels: nothing, height: 0, width: 28 }, plain)).toEqual([]);
  });
});
