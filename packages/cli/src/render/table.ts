/** Tables of text: columns as wide as their cells, gaps as wide as there is room, least needed columns left out. */

import { displayWidth, padEnd, padStart } from './text.ts';

export interface Column {
  readonly header: string;
  readonly cells: readonly string[];
  /** @default 'right' */
  readonly align?: 'left' | 'right';
  /** Left out where the table is too wide: the highest number first. Always shown where absent. */
  readonly leaveOut?: number;
}

const widestGap = 4;
const narrowestGap = 2;

/** Lines of the table, the header first; none is wider than `width` as long as the columns that must stay fit. */
export function renderTable(columns: readonly Column[], width: number): string[] {
  const widths = columns.map(({ header, cells }) =>
    Math.max(...[header, ...cells].map(displayWidth)),
  );
  const total = widths.reduce((sum, w) => sum + w, 0);
  const gaps = columns.length - 1;
  const room = gaps === 0 ? 0 : Math.floor((width - total) / gaps);
  if (total + narrowestGap * gaps > width) {
    const least = Math.max(...columns.map((column) => column.leaveOut ?? 0));
    if (least > 0) {
      return renderTable(
        columns.filter((column) => column.leaveOut !== least),
        width,
      );
    }
  }
  const gap = ' '.repeat(Math.max(1, Math.min(widestGap, room)));
  const rows = Math.max(...columns.map(({ cells }) => cells.length));
  const line = (cellOf: (column: Column) => string): string =>
    columns
      .map((column, c) => (column.align === 'left' ? padEnd : padStart)(cellOf(column), widths[c]!))
      .join(gap)
      .trimEnd();
  return [
    line((column) => column.header),
    ...Array.from({ length: rows }, (_, row) => line((column) => column.cells[row] ?? '')),
  ];
}
