/** Images moved by a few pixels: more of them to learn from. */

import { fillUniform } from '../../kernels/random/stream.ts';
import type { Prng } from '../../random/prng.ts';

/** Grey images one after the other. */
interface Images {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** [count, height, width] */
  readonly pixels: Uint8Array;
}

/**
 * Each image moved by whole pixels down and to the right, from -most to most, drawn evenly for each. What leaves the frame is gone;
 * background comes in.
 *
 * @returns new pixels, [count, height, width]
 */
export function shiftImages(
  { count, height, width, pixels }: Images,
  most: number,
  random: Prng,
): Uint8Array {
  const uniform = new Float64Array(2 * count);
  fillUniform(random.key, 0, uniform);
  const ways = uniform.map((value) => Math.floor(value * (2 * most + 1)) - most); // [count, 2]
  const shifted = new Uint8Array(pixels.length);
  for (let image = 0; image < count; image++) {
    const down = ways[2 * image]!;
    const right = ways[2 * image + 1]!;
    const first = image * height * width;
    for (let row = Math.max(0, down); row < height + Math.min(0, down); row++) {
      const from = first + (row - down) * width + Math.max(0, -right);
      const length = width - Math.abs(right);
      const to = first + row * width + Math.max(0, right);
      if (length > 0) shifted.set(pixels.subarray(from, from + length), to);
    }
  }
  return shifted;
}
