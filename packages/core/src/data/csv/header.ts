/**
 * Whether a file names its columns, and what they are called.
 */

import { cellKind, countCells, isNumeric } from './cells.ts';
import { findDateFormat } from './date-format.ts';
import type { HeadRecord } from './head.ts';

/**
 * Whether the first record is a header: a word stands over numbers, or it has words and neither a number nor a date, or
 * its numbers are names by the company that they keep.
 */
export function hasHeader(records: readonly HeadRecord[]): boolean {
  const [first, ...rows] = records;
  if (first === undefined) return false;
  let words = 0;
  let data = 0;
  for (const [index, cell] of first.cells.entries()) {
    const kind = cellKind(cell);
    if (kind === 'missing') continue;
    const isName = kind === 'text' && isWord(cell);
    if (isName && isNumeric(countCells(columnOf(rows, index)))) return true;
    if (isName) words += 1;
    else data += 1;
  }
  return (words > 0 && data === 0) || hasNumericNames(first.cells, rows);
}

/**
 * Whether whole numbers in the first record are names, as in `date,0`, in `,0` over an index (what pandas writes of a series
 * without a name) or in `country,2001,2002`: all cells are words, whole numbers or empty, and either a word or nothing
 * stands over dates, or nothing over a count of rows, or the numbers are a run of neighbours beside a word.
 */
function hasNumericNames(cells: readonly string[], rows: readonly HeadRecord[]): boolean {
  const numbers = cells.filter((cell) => /^\d+$/.test(cell)).map(Number);
  const others = cells.filter((cell) => !/^\d+$/.test(cell));
  if (numbers.length === 0 || others.length === 0 || rows.length === 0) return false;
  if (!others.every((cell) => cell === '' || (cellKind(cell) === 'text' && isWord(cell))))
    return false;
  const standsOver = cells.some((cell, index) => {
    if (/^\d+$/.test(cell)) return false;
    const column = columnOf(rows, index);
    if (cell === '' && isCount(column)) return true;
    return !isNumeric(countCells(column)) && findDateFormat(column, '.') !== null;
  });
  const isRun = numbers.length > 1 && numbers.every((n, k) => k === 0 || n === numbers[k - 1]! + 1);
  return standsOver || isRun;
}

/** 0, 1, 2, ... or 1, 2, 3, ... */
function isCount(column: readonly string[]): boolean {
  const from = Number(column[0]);
  return (from === 0 || from === 1) && column.every((cell, k) => cell === String(from + k));
}

function isWord(cell: string): boolean {
  return findDateFormat([cell], '.') === null;
}

function columnOf(rows: readonly HeadRecord[], index: number): string[] {
  return rows.flatMap((row) => row.cells[index] ?? []);
}

/** The names of `count` columns: the cells of the header, `column 3` where it says nothing. */
export function columnNames(header: HeadRecord | null, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const name = header?.cells[index] ?? '';
    return name === '' ? `column ${index + 1}` : name;
  });
}
