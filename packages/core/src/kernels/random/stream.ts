/**
 * Streams of uniform and Gaussian numbers: number i of stream s under a key depends on nothing else.
 * Each block of Philox gives numbers 2 b and 2 b + 1 of its stream.
 */

import { normalQuantile } from './normal-quantile.ts';
import { philox4x32 } from './philox.ts';

const TWO_32 = 2 ** 32;

/** Fills `out` with numbers `first`, `first + 1`, ... of the stream, uniform on (0, 1): odd multiples of 2^-53, never an end. */
export function fillUniform(
  key: readonly [number, number],
  stream: number,
  out: Float64Array,
  first = 0,
): void {
  for (let i = 0; i < out.length; ) {
    const block = Math.floor((first + i) / 2);
    const words = philox4x32(
      [block >>> 0, Math.floor(block / TWO_32), stream >>> 0, Math.floor(stream / TWO_32)],
      key,
    );
    if ((first + i) % 2 === 0) out[i++] = uniform(words[0], words[1]);
    if (i < out.length) out[i++] = uniform(words[2], words[3]);
  }
}

/** Fills `out` with Gaussian numbers of the stream, mean 0 and variance 1: the quantiles of its uniforms. */
export function fillGaussian(
  key: readonly [number, number],
  stream: number,
  out: Float64Array,
  first = 0,
): void {
  fillUniform(key, stream, out, first);
  for (let i = 0; i < out.length; i++) out[i] = normalQuantile(out[i]!);
}

/** (k + 1/2) 2^-52 for the 52 upper bits k of the two words. */
function uniform(high: number, low: number): number {
  return (high * 2 ** 20 + (low >>> 12) + 0.5) * 2 ** -52;
}
