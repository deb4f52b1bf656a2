import { expect, test } from 'vitest';
import { Prng } from '../../random/prng.ts';
import { shiftImages } from './shift-images.ts';

const image = Uint8Array.of(1, 2, 3, 4, 5, 6); // [2, 3]

/** The image moved, pixel by pixel. */
const moved = (down: number, right: number) =>
  [0, 1].flatMap((row) =>
    [0, 1, 2].map((column) => {
      const [fromRow, fromColumn] = [row - down, column - right];
      const inside = fromRow >= 0 && fromRow < 2 && fromColumn >= 0 && fromColumn < 3;
      return inside ? image[fromRow * 3 + fromColumn]! : 0;
    }),
  );

test('shiftImages moves each image by itself, every way about as often, and fills with background', () => {
  const count = 2500;
  const pixels = Uint8Array.from({ length: 6 * count }, (_, at) => image[at % 6]!);
  const shifted = shiftImages({ count, height: 2, width: 3, pixels }, 2, new Prng(1));
  const ways = [-2, -1, 0, 1, 2].flatMap((down) => [-2, -1, 0, 1, 2].map((right) => [down, right]));
  const seen = new Map(ways.map(([down, right]) => [moved(down!, right!).join(), 0]));
  for (let k = 0; k < count; k++) {
    const key = shifted.subarray(6 * k, 6 * k + 6).join();
    expect(seen.has(key), key).toBe(true);
    seen.set(key, seen.get(key)! + 1);
  }
  // Of 25 ways that come 100 times each; those that move all ink out look alike.
  for (const times of seen.values()) expect(times).toBeGreaterThan(60);
});

test('shiftImages by nothing, and by more than there is', () => {
  const one = { count: 1, height: 2, width: 3, pixels: image };
  expect(shiftImages(one, 0, new Prng(1))).toEqual(image);
  for (let seed = 0; seed < 20; seed++)
    expect(shiftImages(one, 50, new Prng(seed))).toHaveLength(6);
});
