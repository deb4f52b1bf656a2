/**
 * Reads one series out of a delimited text file: the head makes a plan, a kernel executes it, and what came of it
 * is judged and said (docs/csv.md). Knows no file system: bytes come in, or a source that the kernels can stream.
 */

import { CsvError, SeriesError } from '../../errors.ts';
import { kernels } from '../../kernels/installed.ts';
import type { ColumnSource, ColumnTable, ReadProgress } from '../../kernels/kernels.ts';
import { nearestName } from '../../nearest-name.ts';
import { listNames } from './find-column.ts';
import { HEAD_BYTES } from './head.ts';
import { planSeries, type SeriesPlan } from './plan-series.ts';
import { refusalError } from './refusal-words.ts';
import { judgeOrder } from './row-order.ts';
import type { NamedBytes, ReadSeriesOptions, Series } from './types.ts';

/**
 * Reads one column of numbers, oldest value first. Delimiter, header, columns, decimal sign and dates are found
 * unless the options name them; `notes` says what was picked.
 *
 * @throws CsvError for a file that cannot be read as asked, with file, line, column and a hint.
 * @throws SeriesError (`SERIES_GAP`) for a missing value, unless `missing` is 'segments'.
 * @throws OptionError for an option that has no meaning.
 * @example
 * ```ts
 * const bytes = new TextEncoder().encode('date,close\n2026-01-01,1.5\n2026-01-02,1.25\n');
 * readSeries({ bytes, name: 'prices.csv' }).values; // [1.5, 1.25]
 * ```
 */
export function readSeries(file: NamedBytes, options: ReadSeriesOptions = {}): Series {
  return drain(readSeriesSteps(file, options));
}

/** `readSeries` in steps: yields after each stretch of the file, so that a caller can show progress or stop. */
export function* readSeriesSteps(
  file: NamedBytes,
  options: ReadSeriesOptions = {},
): Generator<ReadProgress, Series, void> {
  const { bytes, name } = file;
  const whole = bytes.length <= HEAD_BYTES;
  const planned = planSeries({ bytes: bytes.subarray(0, HEAD_BYTES), whole, name }, options);
  return yield* readPlannedSeries({ bytes }, planned, options);
}

/** Executes a plan over its whole source, and judges what came of it. */
export function* readPlannedSeries(
  source: ColumnSource,
  planned: SeriesPlan,
  options: ReadSeriesOptions,
): Generator<ReadProgress, Series, void> {
  const table = yield* kernels().readColumns(source, planned.plan);
  if (table.refused !== null) throw refusalError(table, planned);
  if (table.rows === 0) refuseNoRows(table, planned);
  const missing = options.missing === 'segments' ? null : (table.missing[0] ?? null);
  if (missing !== null) refuseGap(missing, planned);
  const { order, firstDate, lastDate, notes } = judgeOrder(table.dates, planned);
  const [values] = table.columns;
  if (order === 'descending') values!.reverse();
  return {
    values: values!,
    file: planned.file,
    column: planned.values.name,
    columnIndex: planned.values.index,
    columnCount: planned.columns.length,
    dateColumn: planned.dates?.name ?? null,
    rows: table.rows,
    missing: table.missing[0]?.count ?? 0,
    order,
    frequency: planned.frequency,
    firstDate,
    lastDate,
    delimiter: planned.plan.delimiter,
    decimal: planned.plan.decimal,
    header: planned.header,
    where: planned.where,
    notes: [...planned.notes, ...notes, ...noteBlankLines(table.blankLines)],
  };
}

/** Runs steps to their end and returns what they return. */
export function drain<Result>(steps: Generator<unknown, Result, void>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function refuseNoRows(table: ColumnTable, planned: SeriesPlan): never {
  const [condition] = planned.plan.where;
  if (condition === undefined || table.rowsInFile === 0) {
    throw new CsvError('CSV_NO_ROWS', `${planned.file}: no rows`);
  }
  const column = planned.columns[condition.index]!;
  const seen = [...new Set(column.cells)];
  const near = nearestName(condition.value, seen);
  const asked = planned.where.map(({ column: name, value }) => `${name} = '${value}'`).join(', ');
  const values = `values of '${column.name}' at the head of the file: ${listNames(seen)}`;
  throw new CsvError('CSV_NO_ROWS', `${planned.file}: no row has ${asked}`, {
    column: column.name,
    ...(near === null || near === condition.value
      ? { hint: values }
      : {
          hint: `${values}; did you mean`,
          mend: { option: 'where', value: { column: column.name, value: near } },
        }),
  });
}

function refuseGap(
  missing: NonNullable<ColumnTable['missing'][number]>,
  planned: SeriesPlan,
): never {
  const { row, line, count } = missing;
  const all = count === 1 ? 'the only one' : `the first of ${count}`;
  throw new SeriesError(
    'SERIES_GAP',
    `${planned.file}:${line}: column '${planned.values.name}': the value of row ${row} is missing, ${all}; a gap is never glued over`,
    {
      index: row - 1,
      hint: 'fit only rows whose lags are all there',
      mend: { option: 'missing', value: 'segments' },
    },
  );
}

function noteBlankLines(count: number): string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? 'a blank line between rows was passed over'
      : `${count} blank lines between rows were passed over`,
  ];
}
