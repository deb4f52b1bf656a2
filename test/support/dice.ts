/** Random choices for tests, the same for a seed: numbers, subsets, orders and shapes of tensors. */

import { uniformNumbers } from './operation-check.ts';

/** What a shape may be. */
export interface ShapeOptions {
  /** @default 0 */
  readonly least?: number;
  /** Whether a dimension may be 0. @default true */
  readonly empty?: boolean;
  /** The most values that it has. @default 2,000, and one time in five 150,000, which several threads share */
  readonly most?: number;
}

export class Dice {
  readonly #uniform: () => number;

  constructor(seed: number) {
    this.#uniform = uniformNumbers(seed);
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(end * this.#uniform());
  }

  chance(probability: number): boolean {
    return this.#uniform() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  /** Each of them or not, in their order. */
  some<T>(all: readonly T[]): T[] {
    return all.filter(() => this.chance(0.5));
  }

  shuffled<T>(all: readonly T[]): T[] {
    const rest = [...all];
    return all.map(() => rest.splice(this.below(rest.length), 1)[0]!);
  }

  /** Of rank up to `rank`: unit, odd and even dimensions, now and then an empty one. */
  shape(rank: number, options: ShapeOptions = {}): number[] {
    const { least = 0, empty = true, most = this.chance(0.2) ? 150_000 : 2000 } = options;
    let room = most;
    const dims = Array.from({ length: least + this.below(rank - least + 1) }, () => {
      if (empty && this.chance(0.02)) return 0;
      const fitting = [1, 2, 3, 4, 7, 16, 33, 65, 301].filter((dim) => dim <= room);
      const dim = this.pick(fitting);
      room = Math.floor(room / dim);
      return dim;
    });
    return this.shuffled(dims);
  }

  /** A shape that can be broadcast to that one: dimensions of 1 in place of some, or fewer dimensions. */
  broadcastable(shape: readonly number[]): number[] {
    if (this.chance(0.4)) return [...shape];
    const tail = shape.slice(this.chance(0.5) ? 0 : this.below(shape.length + 1));
    return tail.map((dim) => (this.chance(0.4) ? 1 : dim));
  }
}
