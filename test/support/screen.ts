/** What a terminal shows of the bytes that it was sent: enough of VT100 for what `gen` writes, and it throws for anything else. */

/** A screen, and what happened to it. */
export interface Screen {
  /** The lines, without blanks at their ends. */
  readonly lines: readonly string[];
  /** Where the cursor stands, from 0. */
  readonly cursor: { readonly row: number; readonly column: number };
  /** Lines that went out at the top. */
  readonly scrolled: number;
  /** Lines that were longer than the screen is wide, so that the terminal broke them. */
  readonly broken: number;
  /** Moves of the cursor that the screen's top cut short. */
  readonly cutShort: number;
}

/** Of characters that take one column each. */
export function screenOf(
  text: string,
  { columns, rows }: { columns: number; rows: number },
): Screen {
  const blank = () => new Array<string>(columns).fill(' ');
  const screen = Array.from({ length: rows }, blank);
  let [row, column, scrolled, broken, cutShort] = [0, 0, 0, 0, 0];
  const feed = () => {
    if (row < rows - 1) row++;
    else {
      screen.shift();
      screen.push(blank());
      scrolled++;
    }
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what terminals are moved by.
  for (const [piece, argument, final] of text.matchAll(/\x1b\[([?\d;]*)([A-Za-z])|[\s\S]/gu)) {
    if (final === 'm') continue;
    if (final === 'A') {
      const up = Number(argument || 1);
      if (up > row) cutShort++;
      row = Math.max(0, row - up);
    } else if (final === 'K' && argument === '') screen[row]!.fill(' ', column);
    else if (final === 'J' && argument === '') {
      screen[row]!.fill(' ', column);
      for (let below = row + 1; below < rows; below++) screen[below] = blank();
    } else if (piece === '\r') column = 0;
    else if (piece === '\n') feed();
    else if (piece.length === 1 && piece >= ' ') {
      if (column === columns) {
        broken++;
        column = 0;
        feed();
      }
      screen[row]![column++] = piece;
    } else throw new Error(`this screen does not know ${JSON.stringify(piece)}`);
  }
  const lines = screen.map((line) => line.join('').trimEnd());
  return { lines, cursor: { row, column }, scrolled, broken, cutShort };
}
