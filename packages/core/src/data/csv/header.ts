/**
 * Whether a file names its columns, and what they are called.
 */

import { cellKind, countCells, isNumeric } from './cells.ts';
import { findDateFormat } from './date-format.ts';
import type { HeadRecord } from './head.ts';

/**
 * Whether the first record is a header: a word stands over numbers, or it has words and neither a number nor a date.
 */
export function hasHeader(records: readonly HeadRecord[]): boolean {
  const [first, ...rows] = records;
  if (first === undefined) return false;
  let words = 0;
  let data = 0;
  for (const [index, cell] of first.cells.entries()) {
    const kind = cellKind(cell);
    if (kind === 'missing') continue;
    const isWord = kind === 'text' && findDateFormat([cell], '.') === null;
    if (isWord && isNumeric(countCells(rows.flatMap((row) => row.cells[index] ?? [])))) return true;
    if (isWord) words += 1;
    else data += 1;
  }
  return words > 0 && data === 0;
}

/** The names of `count` columns: the cells of the header, `column 3` where it says nothing. */
export function columnNames(header: HeadRecord | null, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const name = header?.cells[index] ?? '';
    return name === '' ? `column ${index + 1}` : name;
  });
}
