/**
 * Which sign stands between whole and decimal part, judged by all cells of a column in the head.
 */

import { type Decimal, parseNumberText } from '../../kernels/reference/csv/index.ts';

/** The sign that was chosen, and a note where the cells themselves do not tell. */
export interface DecimalSign {
  readonly decimal: Decimal;
  readonly note: string | null;
}

/**
 * Chooses the sign under which more cells are numbers. Where every cell is a number under both (`1,234`,
 * `1.234`), a file delimited by `;` is taken to write decimal commas, any other to write thousands with them.
 */
export function chooseDecimalSign(cells: readonly string[], delimiter: string): DecimalSign {
  let dots = 0;
  let commas = 0;
  let doubtful: string | null = null;
  for (const cell of cells) {
    // No group of thousands begins with a zero: `0,125` has a decimal comma.
    const fraction = /^[^\d.,]*0([.,])/.exec(cell)?.[1];
    const dot = fraction !== ',' && typeof parseNumberText(cell, '.') === 'number';
    const comma = fraction !== '.' && typeof parseNumberText(cell, ',') === 'number';
    if (dot && !comma) dots += 1;
    if (comma && !dot) commas += 1;
    // A dot may only group thousands in a file that may write decimal commas.
    const doubted = cell.includes(',') || (delimiter === ';' && cell.includes('.'));
    if (dot && comma && doubted) doubtful ??= cell;
  }
  if (dots !== commas || doubtful === null) {
    return { decimal: commas > dots ? ',' : '.', note: null };
  }
  const decimal = delimiter === ';' ? ',' : '.';
  const other = decimal === '.' ? ',' : '.';
  const value = parseNumberText(doubtful, decimal);
  return {
    decimal,
    note: `'${doubtful}' is read as ${value} (decimal sign '${decimal}'); with decimal sign '${other}' it would be ${parseNumberText(doubtful, other)}`,
  };
}
