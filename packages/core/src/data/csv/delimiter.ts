/**
 * Finds the delimiter of a file: the one under which its head falls into even rows of numbers and dates.
 */

import { OptionError } from '../../errors.ts';
import type { Decimal } from '../../kernels/reference/csv/index.ts';
import { countCells } from './cells.ts';
import { findDateFormat } from './date-format.ts';
import { type Head, splitHead } from './head.ts';

/** In the order in which they are preferred where several fit alike; a blank stands for runs of blanks and tabs. */
const CANDIDATES = [',', ';', '\t', '|', ' '];

/** Delimiters for a file of one column: one that its cells do not hold, so that nothing is cut off. */
const FOR_ONE_COLUMN = ['|', ';', '\t', ','];

const RECORDS_LOOKED_AT = 100;
const RECORDS_UNDERSTOOD = 40;

/** Evenness counts a little even where no cell is understood, so that even rows of text beat uneven ones. */
const EVENNESS_ALONE = 0.1;
/** One column has to beat a delimiter that splits as well. */
const ONE_COLUMN = 0.9;

/**
 * The delimiter that an option names.
 * @throws OptionError unless it is one ASCII character (or 'tab') that is no quote and no line end.
 */
export function checkDelimiter(delimiter: string): string {
  if (delimiter === 'tab' || delimiter === '\\t') return '\t';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: any ASCII character may separate cells
  if (/^[\x01-\x7f]$/.test(delimiter) && !'"\r\n'.includes(delimiter)) return delimiter;
  throw new OptionError(
    'delimiter',
    `the delimiter must be one ASCII character, no quote and no line end, or 'tab'; got '${delimiter}'`,
  );
}

/**
 * The delimiter of the head. The decimal sign, where it is known, separates no cells unless quotes keep the two apart:
 * `2026-01-01,"1,5"`.
 */
export function chooseDelimiter(head: Head, decimal: Decimal | undefined): string {
  let best = oneColumn(head);
  for (const delimiter of CANDIDATES) {
    if (delimiter === decimal && !isQuoted(head, delimiter)) continue;
    const score = scoreDelimiter(head, delimiter);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Whether a cell holds the delimiter, as only a quoted one can. */
function isQuoted(head: Head, delimiter: string): boolean {
  return splitHead(head, delimiter, RECORDS_LOOKED_AT).some(({ cells }) =>
    cells.some((cell) => cell.includes(delimiter)),
  );
}

function oneColumn(head: Head): { delimiter: string; score: number } {
  const absent = FOR_ONE_COLUMN.find((candidate) => !head.bytes.includes(candidate.charCodeAt(0)));
  const delimiter = absent ?? ',';
  const records = splitHead(head, delimiter, RECORDS_UNDERSTOOD);
  const cells = records.slice(1).map((record) => record.cells[0]!);
  return { delimiter, score: ONE_COLUMN * (EVENNESS_ALONE + understood([cells])) };
}

function scoreDelimiter(head: Head, delimiter: string): number {
  const records = splitHead(head, delimiter, RECORDS_LOOKED_AT);
  const widths = records.map(({ cells }) => cells.length);
  const width = mostFrequent(widths);
  // A first line in one piece over rows of many is a header that this delimiter would not split.
  if (width < 2 || widths[0] === 1) return 0;
  const evenness = widths.filter((other) => other === width).length / widths.length;
  const rows = (records.length > 1 ? records.slice(1) : records).slice(0, RECORDS_UNDERSTOOD);
  const columns = Array.from({ length: width }, (_, index) =>
    rows.flatMap(({ cells }) => cells[index] ?? []),
  );
  return evenness * (EVENNESS_ALONE + understood(columns));
}

/** The share of cells that are numbers, missing values or dates. */
function understood(columns: readonly (readonly string[])[]): number {
  let good = 0;
  let all = 0;
  for (const cells of columns) {
    const { numbers, missing, texts } = countCells(cells);
    const dates = texts > numbers + missing ? findDateFormat(cells, '.') : null;
    good += dates?.keys.filter((key) => !Number.isNaN(key)).length ?? numbers + missing;
    all += cells.length;
  }
  return all === 0 ? 0 : good / all;
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}
