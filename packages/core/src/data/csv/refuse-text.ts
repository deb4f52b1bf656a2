/**
 * Refuses a file in which no column holds numbers, and says what it most likely is that hides them.
 */

import { CsvError } from '../../errors.ts';
import type { Advice } from './advice.ts';
import { adviceForAmount } from './amounts.ts';
import { cellKind } from './cells.ts';
import type { HeadColumn } from './choose-columns.ts';
import { listNames } from './find-column.ts';
import { type Head, splitHead } from './head.ts';
import type { Shape } from './shape.ts';

/** Records that are compared with those above them. */
const RECORDS_COMPARED = 100;

/** Characters of a line that a message shows. */
const SHOWN = 40;

/** @throws CsvError (`CSV_NO_NUMERIC_COLUMN`), always. */
export function refuseText(
  head: Head,
  { names, delimiter }: Shape,
  columns: readonly HeadColumn[],
  dates: HeadColumn | null,
): never {
  const beside = dates?.numeric ? ` beside the dates '${dates.name}'` : '';
  throw new CsvError(
    'CSV_NO_NUMERIC_COLUMN',
    `${head.name}: no column${beside} holds numbers; the columns are ${listNames(names)}`,
    adviceOnTitle(head) ?? adviceOnAmounts(columns, dates) ?? adviceOnDelimiter(delimiter),
  );
}

/** Lines in one piece above even rows of several cells are no header. */
function adviceOnTitle(head: Head): Advice | null {
  for (const delimiter of [',', ';', '\t', '|']) {
    const records = splitHead(head, delimiter, RECORDS_COMPARED);
    const start = records.findIndex(({ cells }) => cells.length > 1);
    const below = records.slice(start);
    const width = below[0]?.cells.length;
    if (start < 1 || below.length < 2 || below.some(({ cells }) => cells.length !== width))
      continue;
    const [first] = records;
    const text = first!.cells[0]!;
    const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
    return {
      hint: `line ${first!.line}, '${shown}', stands above rows of ${width} cells: delete what stands above the header`,
    };
  }
  return null;
}

function adviceOnAmounts(columns: readonly HeadColumn[], dates: HeadColumn | null): Advice | null {
  for (const column of columns) {
    if (column === dates) continue;
    const cell = column.cells.find((text) => cellKind(text) === 'text');
    const advice = cell === undefined ? null : adviceForAmount(cell);
    if (advice !== null) return { hint: `column '${column.name}': ${advice}` };
  }
  return null;
}

function adviceOnDelimiter(delimiter: string): Advice {
  const delimiters: Record<string, string> = { '\t': 'a tab', ' ': 'blanks' };
  return {
    hint: `cells were taken to be separated by ${delimiters[delimiter] ?? `'${delimiter}'`}; name another sign`,
    mend: { option: 'delimiter' },
  };
}
