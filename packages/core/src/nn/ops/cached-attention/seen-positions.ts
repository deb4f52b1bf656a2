/**
 * Which of the positions that a memory of keys and values holds each row of a batch sees. Positions are numbered as they come; a row
 * is a list of numbers, so rows that part from a common past share it, and whoever replaces rows by others copies numbers alone.
 */

import { OptionError } from '../../../errors.ts';

/** The positions that each of some rows sees. Knows no key and no value. */
export class SeenPositions {
  /** Positions of each row, whether seen or padding. */
  length = 0;
  /** Positions that were numbered, over all rows that ever were. */
  count = 0;
  /** Positions at the left of each row that nobody sees. */
  #padding: Int32Array;
  /** The numbers of each row's positions; the first `length` of each array count. */
  #numbers: Int32Array[];

  /** @param padding positions at the left of each row that are never to be seen, [rows] */
  constructor(padding: Int32Array) {
    this.#padding = padding.slice();
    this.#numbers = Array.from(padding, () => new Int32Array(FIRST_CAPACITY));
  }

  get rows(): number {
    return this.#numbers.length;
  }

  /** Positions at the left of each row that nobody sees, [rows]. */
  get padding(): Int32Array {
    return this.#padding;
  }

  /** Appends `time` positions to every row: those of row 0, then those of row 1, and so on. */
  append(time: number): void {
    this.#numbers = this.#numbers.map((numbers, row) => {
      const longer = withCapacity(numbers, this.length, this.length + time);
      for (let t = 0; t < time; t++) longer[this.length + t] = this.count + row * time + t;
      return longer;
    });
    this.length += time;
    this.count += this.rows * time;
  }

  /**
   * Replaces the rows by those of `parents`.
   *
   * @throws OptionError for a parent that is no row
   */
  reorder(parents: Int32Array): void {
    const { rows } = this;
    for (const parent of parents)
      if (!(parent >= 0 && parent < rows))
        throw new OptionError(
          'parents',
          `a parent is one of the ${rows} rows that there are, from 0 on; got ${parent}`,
        );
    this.#numbers = Array.from(parents, (parent) => this.#numbers[parent]!.slice());
    this.#padding = parents.map((parent) => this.#padding[parent]!);
  }

  /** The numbers of all rows' positions, padding among them, [rows, length]. */
  numbers(): Int32Array {
    const { length } = this;
    const all = new Int32Array(this.rows * length);
    this.#numbers.forEach((numbers, row) => {
      all.set(numbers.subarray(0, length), row * length);
    });
    return all;
  }
}

const FIRST_CAPACITY = 64;

/** An array that holds at least so many numbers, with the first `length` of these. */
function withCapacity(numbers: Int32Array, length: number, wanted: number): Int32Array {
  if (wanted <= numbers.length) return numbers;
  const longer = new Int32Array(Math.max(wanted, 2 * numbers.length));
  longer.set(numbers.subarray(0, length));
  return longer;
}
