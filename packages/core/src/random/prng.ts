/** A source of randomness as a value. */

import { OptionError } from '../errors.ts';
import { philox4x32 } from '../kernels/random/philox.ts';

/**
 * A key for the counter-based generator (Philox4x32-10). It has no state: whoever is handed the same source draws the same
 * numbers, and `split` makes independent ones.
 *
 * @example
 * const random = new Prng(42);
 * const ofWeights = random.split(0); // the same source each time,
 * const ofNoise = random.split(1);   // and another one, independent of it
 */
export class Prng {
  /** The seed it was made of; for a split source that of its ancestor. */
  readonly seed: number;
  /** Key of the generator, two words of 32 bits. */
  readonly key: readonly [number, number];

  /**
   * @param seed a whole number from 0 to 2^53 - 1
   * @throws OptionError for anything else
   */
  constructor(seed: number, key?: readonly [number, number]) {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new OptionError('seed', `a seed is a whole number from 0 to 2^53 - 1; got ${seed}`);
    this.seed = seed;
    this.key = key ?? [seed >>> 0, Math.floor(seed / 2 ** 32)];
  }

  /** A source with a seed drawn from the system, below 2^32 so that it can be typed again. */
  static fromEntropy(): Prng {
    return new Prng(globalThis.crypto.getRandomValues(new Uint32Array(1))[0]!);
  }

  /** The independent source number `index`, always the same one. */
  split(index: number): Prng {
    const high = Math.floor(index / 2 ** 32);
    // The top bit of the last counter word keeps these words apart from any stream of numbers.
    const [k0, k1] = philox4x32([index >>> 0, high, 0, 0x80000000], this.key);
    return new Prng(this.seed, [k0, k1]);
  }
}
