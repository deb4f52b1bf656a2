/**
 * What a column of dates says of the order of its rows, counted date by date.
 * Knows keys and the words of cells, no patterns.
 */

import type { DateOrder, DateStep } from '../../kernels.ts';

/** Compares each date with the one before it; the words of a cell are asked for only where they are kept. */
export class DateTally {
  #key = Number.NaN;
  #first = '';
  #ascending = 0;
  #descending = 0;
  #equal = 0;
  #firstAscent: DateStep | null = null;
  #firstDescent: DateStep | null = null;
  #unread: DateOrder['unread'] = null;

  /**
   * Adds the date of one row. `key` is NaN for a cell that is no date; `cell` gives the cell's words, `previous`
   * those of the last date that was read.
   */
  add(key: number, line: number, cell: () => string, previous: () => string): void {
    if (Number.isNaN(key)) {
      const first = this.#unread ?? { count: 0, line, cell: cell() };
      this.#unread = { ...first, count: first.count + 1 };
      return;
    }
    if (Number.isNaN(this.#key)) {
      this.#first = cell();
    } else if (key > this.#key) {
      this.#ascending += 1;
      this.#firstAscent ??= { line, cell: cell(), previous: previous() };
    } else if (key < this.#key) {
      this.#descending += 1;
      this.#firstDescent ??= { line, cell: cell(), previous: previous() };
    } else {
      this.#equal += 1;
    }
    this.#key = key;
  }

  /** The order of all dates so far; `last` gives the words of the last date that was read. */
  finish(last: () => string): DateOrder {
    return {
      first: this.#first,
      last: Number.isNaN(this.#key) ? '' : last(),
      ascending: this.#ascending,
      descending: this.#descending,
      equal: this.#equal,
      firstAscent: this.#firstAscent,
      firstDescent: this.#firstDescent,
      unread: this.#unread,
    };
  }
}
