/** The values that a model goes on from: those of a file, read as the model's own were. */

import { type ArModel, CsvError, type SeriesSource } from '@ferrogen/core';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { type LoadedSeries, loadSeries, type Transform } from '../input/load-series.ts';
import { type Input, openInput } from '../input/read-input.ts';
import type { CommonOptions } from '../options/common.ts';
import type { ReadOptions, TransformOptions } from '../options/series.ts';
import { note } from '../output/say.ts';
import { seriesTitle } from './results.ts';

export interface HistoryOptions {
  /** Path of the file, `-` for stdin. */
  readonly file: string;
  readonly read: ReadOptions;
  readonly transform: TransformOptions;
}

/**
 * Reads a history; column, filter and transform are those of the model's source where no flag says otherwise.
 * Throws `UsageError` for a transform that is not the model's.
 */
export async function loadHistory(
  model: ArModel,
  { file, read, transform }: HistoryOptions,
  context: Context,
  common: CommonOptions,
): Promise<LoadedSeries> {
  const { source } = model;
  const transformed: Transform = {
    logReturns: transform.logReturns ?? source?.logReturns ?? false,
    diff: transform.diff ?? source?.diff ?? 0,
  };
  if (source) refuseOtherTransform(source, transformed);
  const inherited: ReadOptions = {
    ...(source?.column ? { column: source.column } : {}),
    ...(source?.dateColumn ? { dateColumn: source.dateColumn } : {}),
    ...(source && source.where.length > 0 ? { where: source.where } : {}),
    // Only the last values matter, so an older gap does not.
    missing: 'segments',
  };
  const input = await openInput(file, context);
  const load = (options: ReadOptions): Promise<LoadedSeries> =>
    loadSeries(input, options, transformed, context, common);
  const loaded = await load({ ...inherited, ...read }).catch(async (error: unknown) => {
    const absent = source?.dateColumn;
    const isInherited = absent && read.dateColumn === undefined && misses(error, absent);
    if (!isInherited) throw error;
    await note(
      `${input.name} has no column '${absent}', which held the model's dates`,
      context,
      common,
    );
    const { dateColumn: _, ...others } = inherited;
    return load({ ...others, ...read });
  });
  for (const line of loaded.series.notes) await note(line, context, common);
  await noteTrend(model, loaded, input, context, common);
  return loaded;
}

/** Whether that column is what an error misses. */
function misses(error: unknown, column: string): boolean {
  return (
    error instanceof CsvError && error.code === 'CSV_NO_SUCH_COLUMN' && error.column === column
  );
}

function refuseOtherTransform(source: SeriesSource, { logReturns, diff }: Transform): void {
  if (source.logReturns === logReturns && source.diff === diff) return;
  const typed = source.diff === diff ? '--log-returns' : `--diff ${diff}`;
  throw new UsageError(
    `${typed} contradicts the model, which was fitted to ${seriesTitle(source.column ?? 'the values', source)}`,
    'leave it out: the history is transformed as the series of the model was',
  );
}

/** A trend goes by the count of rows, which begins anew with a history. */
async function noteTrend(
  model: ArModel,
  { values }: LoadedSeries,
  { name }: Input,
  context: Context,
  common: CommonOptions,
): Promise<void> {
  const { trend } = model.fit;
  const fitted = model.toJSON().series.length;
  if (!trend.includes('t') || values.length >= fitted) return;
  await note(
    `the model has a trend, and time is counted from the first row of ${name}: ${values.length} values, where the model was fitted to ${fitted}`,
    context,
    common,
  );
}
