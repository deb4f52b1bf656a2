/**
 * What the cells of a column look like, before any decision is made.
 */

import { parseNumberText } from '../../kernels/reference/csv/index.ts';

/** Counts over the cells of one column. */
export interface CellCounts {
  /** Numbers under either decimal sign, infinite ones too. */
  readonly numbers: number;
  readonly missing: number;
  /** Everything else. */
  readonly texts: number;
}

/** What a cell is, under either decimal sign. */
export function cellKind(cell: string): 'number' | 'missing' | 'text' {
  // Most cells, and cheaper than the whole grammar.
  if (/^[+-]?\d+(?:\.\d+)?$/.test(cell)) return 'number';
  const kind = parseNumberText(cell, '.');
  if (kind === 'missing') return 'missing';
  if (kind !== 'not-a-number' || parseNumberText(cell, ',') !== 'not-a-number') return 'number';
  return 'text';
}

/** Counts the kinds of cells. */
export function countCells(cells: readonly string[]): CellCounts {
  const counts = { number: 0, missing: 0, text: 0 };
  for (const cell of cells) counts[cellKind(cell)] += 1;
  return { numbers: counts.number, missing: counts.missing, texts: counts.text };
}

/** Whether a column with such cells is one of numbers: at least as many numbers as texts, and any at all. */
export function isNumeric(counts: CellCounts): boolean {
  return counts.numbers > 0 && counts.numbers >= counts.texts;
}
