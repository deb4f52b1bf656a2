/**
 * Amounts that people read as numbers and the grammar of numbers does not: `5 %`, `100.50 €`, `USD 100`, `(100)`.
 */

const AMOUNT = /^[\p{L}\p{Sc}()\s.+-]{0,8}\d[\d.,'\s]*[\p{L}\p{Sc}()\s%.-]{0,8}$/u;

/** How to mend a cell that is a number in other dress; null for any other text. */
export function adviceForAmount(cell: string): string | null {
  if (!AMOUNT.test(cell)) return null;
  if (cell.endsWith('%')) return `write '${cell}' without the percent sign, which is not read`;
  return `write '${cell}' as a bare number: words, brackets and a currency behind it are not read`;
}
