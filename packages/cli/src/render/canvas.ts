/** A grid of characters to draw on. Neighbours of one colour are coloured together, so that the text stays short. */

export type Paint = (text: string) => string;

export interface Canvas {
  /** Draws a character over what is there; nothing outside the grid. */
  put(row: number, column: number, glyph: string, paint?: Paint): void;
  /** The rows as text, without blanks at the end. */
  lines(): string[];
}

interface Cell {
  readonly glyph: string;
  readonly paint: Paint | undefined;
}

export function createCanvas(rows: number, columns: number): Canvas {
  const blank: Cell = { glyph: ' ', paint: undefined };
  const grid = Array.from({ length: rows }, () => new Array<Cell>(columns).fill(blank));
  return {
    put(row, column, glyph, paint) {
      const line = grid[row];
      if (line && column >= 0 && column < columns) line[column] = { glyph, paint };
    },
    lines: () => grid.map(lineOf),
  };
}

function lineOf(cells: readonly Cell[]): string {
  const end = cells.findLastIndex(({ glyph }) => glyph !== ' ') + 1;
  let line = '';
  for (let start = 0; start < end; ) {
    const { paint } = cells[start]!;
    let next = start;
    while (next < end && cells[next]!.paint === paint) next++;
    const run = cells.slice(start, next).map(({ glyph }) => glyph);
    line += paint ? paint(run.join('')) : run.join('');
    start = next;
  }
  return line;
}
