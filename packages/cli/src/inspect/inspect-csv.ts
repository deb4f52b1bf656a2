/** Looks into a CSV file: its shape, what its columns hold, and the series that a fit would take. */

import { CsvError, planSeries, type Series, SeriesError } from '@ferrogen/core';
import { loadSeries } from '../input/load-series.ts';
import { hintOf } from '../mend.ts';
import type { CsvInspection, Inspected, InspectRequest } from './inspection.ts';

/** Throws `CsvError` for a file that is empty, binary, or without a column of numbers. */
export async function inspectCsv(request: InspectRequest): Promise<Inspected> {
  const { input, head, read } = request;
  const planned = planSeries({ ...head, name: input.name }, read);
  const { series, problem } = await readChosen(request);
  const summary = summaryOf(series?.values ?? new Float64Array());
  const inspection: CsvInspection = {
    schemaVersion: 1,
    kind: 'inspection',
    format: 'csv',
    file: input.file,
    dtype: 'float64',
    shape: series ? [series.rows] : [],
    min: summary.min,
    max: summary.max,
    delimiter: planned.plan.delimiter,
    decimal: planned.plan.decimal,
    header: planned.header,
    columns: planned.columns.map((column) => ({
      name: column.name,
      kind: column === planned.dates ? 'date' : column.numeric ? 'number' : 'text',
      example: column.cells.find((cell) => cell !== '') ?? null,
    })),
    sampledRows: planned.values.cells.length,
    column: planned.values.name,
    series: series && {
      rows: series.rows,
      missing: series.missing,
      mean: summary.mean,
      order: series.order,
      frequency: series.frequency,
      firstDate: series.firstDate,
      lastDate: series.lastDate,
    },
    problem,
    notes: series?.notes ?? planned.notes,
  };
  return { inspection, values: series?.values ?? null, images: null };
}

/** The series, or why there is none: to say that is what an inspection is for. */
async function readChosen({
  input,
  read,
  context,
  quiet,
}: InspectRequest): Promise<{ series: Series | null; problem: CsvInspection['problem'] }> {
  try {
    const { series } = await loadSeries(
      input,
      { missing: 'segments', ...read },
      { diff: 0, logReturns: false },
      context,
      { quiet },
    );
    return { series, problem: null };
  } catch (error) {
    if (!(error instanceof CsvError || error instanceof SeriesError)) throw error;
    const { code, message } = error;
    return { series: null, problem: { code, message, hint: hintOf(error) } };
  }
}

function summaryOf(values: Float64Array): {
  min: number | null;
  max: number | null;
  mean: number | null;
} {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    count++;
  }
  return count === 0 ? { min: null, max: null, mean: null } : { min, max, mean: sum / count };
}
