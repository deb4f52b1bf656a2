/**
 * One column of numbers while it grows, and where its missing cells are.
 * Knows no bytes and no grammar.
 */

import type { MissingCells } from '../../kernels.ts';

const FIRST_CAPACITY = 1024;

/** Values pushed one by one into an array that doubles. */
export class NumberColumn {
  #values = new Float64Array(FIRST_CAPACITY);
  #size = 0;
  #missing: MissingCells | null = null;

  /** Appends a value. */
  push(value: number): void {
    if (this.#size === this.#values.length) {
      const values = new Float64Array(2 * this.#size);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[this.#size] = value;
    this.#size += 1;
  }

  /** Appends NaN for a cell on `line` that says that its value is missing. */
  pushMissing(line: number): void {
    this.push(Number.NaN);
    const first = this.#missing ?? { count: 0, row: this.#size, line };
    this.#missing = { ...first, count: first.count + 1 };
  }

  /** The values, in an array of exactly their number. */
  get values(): Float64Array {
    return this.#values.slice(0, this.#size);
  }

  /** The missing cells, null where there are none. */
  get missing(): MissingCells | null {
    return this.#missing;
  }
}
