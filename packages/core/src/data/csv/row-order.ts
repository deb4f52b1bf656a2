/**
 * What the dates of a table mean for the order of its rows: as they are, to be turned, or refused.
 */

import { CsvError } from '../../errors.ts';
import type { DateOrder } from '../../kernels/kernels.ts';
import type { HeadColumn } from './choose-columns.ts';
import { listNames } from './find-column.ts';
import type { SeriesPlan } from './plan-series.ts';
import type { Series } from './types.ts';

/** More values of a text column than this are no names of series. */
const MOST_SERIES = 200;

/** The order of the rows, the dates of the first and the last value, and what to say of them. */
export interface RowOrder {
  readonly order: Series['order'];
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  readonly notes: readonly string[];
}

/**
 * Judges the order of the rows.
 * @throws CsvError (`CSV_DATES_UNORDERED`) where dates go both ways.
 */
export function judgeOrder(dates: DateOrder | null, planned: SeriesPlan): RowOrder {
  if (dates === null || planned.dates === null || dates.first === '') {
    return { order: 'file', firstDate: null, lastDate: null, notes: [] };
  }
  if (dates.ascending > 0 && dates.descending > 0) refuseDisorder(dates, planned, planned.dates);
  const { first, last, equal, unread } = dates;
  const name = planned.dates.name;
  const turned = dates.descending > 0;
  const notes: string[] = [];
  if (turned) notes.push(`rows run from ${first} back to ${last}: turned, oldest first`);
  if (equal > 0) {
    const several = severalSeries(planned);
    const counted = equal === 1 ? 'one row has' : `${equal} rows have`;
    const guess =
      several === null
        ? ''
        : `; several series? '${several.column}' has ${listNames(several.values)}`;
    notes.push(`${counted} the same '${name}' as the row before${guess}`);
  }
  if (unread !== null) {
    const more = unread.count > 1 ? ` (${unread.count} such cells)` : '';
    notes.push(
      `line ${unread.line}: '${unread.cell}' in '${name}' is no date; its row stays where it stands${more}`,
    );
  }
  return {
    order: turned ? 'descending' : dates.ascending > 0 ? 'ascending' : 'file',
    firstDate: turned ? last : first,
    lastDate: turned ? first : last,
    notes,
  };
}

function refuseDisorder(dates: DateOrder, planned: SeriesPlan, column: HeadColumn): never {
  const { ascending, descending, firstAscent, firstDescent } = dates;
  const rising = ascending >= descending;
  const step = (rising ? firstDescent : firstAscent)!;
  const most = rising ? 'forward' : 'backward';
  const several = severalSeries(planned);
  throw new CsvError(
    'CSV_DATES_UNORDERED',
    `${planned.file}:${step.line}: column '${column.name}': ${step.cell} follows ${step.previous}, but most dates go ${most}`,
    {
      line: step.line,
      column: column.name,
      ...(several === null
        ? {
            hint: `sort the rows by '${column.name}', or take them as they stand`,
            mend: { option: 'dateColumn', value: null },
          }
        : {
            hint: `several series? '${several.column}' has ${listNames(several.values)}; take one`,
            mend: {
              option: 'where',
              value: { column: several.column, value: several.values[0] },
            },
          }),
    },
  );
}

/** A text column that names several series, and its values; null where none does. */
function severalSeries(
  planned: SeriesPlan,
): { column: string; values: readonly [string, ...string[]] } | null {
  for (const column of planned.columns) {
    const taken = planned.plan.where.some(({ index }) => index === column.index);
    if (column.numeric || column === planned.dates || column === planned.values || taken) continue;
    const [first, ...others] = new Set(column.cells.filter((value) => value !== ''));
    const count = 1 + others.length;
    if (first === undefined || count < 2 || count > MOST_SERIES) continue;
    if (count <= column.cells.length / 2)
      return { column: column.name, values: [first, ...others] };
  }
  return null;
}
