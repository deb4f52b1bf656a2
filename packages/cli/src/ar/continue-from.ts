/** The values that a model goes on from: those of a file, read as the model's own were. */

import type { ArModel } from '@ferrogen/core';
import type { Context } from '../context.ts';
import { type LoadedSeries, loadSeries } from '../input/load-series.ts';
import { openInput } from '../input/read-input.ts';
import type { CommonOptions } from '../options/common.ts';
import type { ReadOptions, TransformOptions } from '../options/series.ts';
import { note } from '../output/say.ts';

export interface HistoryOptions {
  /** Path of the file, `-` for stdin. */
  readonly file: string;
  readonly read: ReadOptions;
  readonly transform: TransformOptions;
}

/** Reads a history; column, filter and transform are those of the model's source where no flag says otherwise. */
export async function loadHistory(
  model: ArModel,
  { file, read, transform }: HistoryOptions,
  context: Context,
  common: CommonOptions,
): Promise<LoadedSeries> {
  const { source } = model;
  const inherited: ReadOptions = {
    ...(source?.column ? { column: source.column } : {}),
    ...(source?.dateColumn ? { dateColumn: source.dateColumn } : {}),
    ...(source && source.where.length > 0 ? { where: source.where } : {}),
    // Only the last values matter, so an older gap does not.
    missing: 'segments',
  };
  const loaded = await loadSeries(
    await openInput(file, context),
    { ...inherited, ...read },
    {
      logReturns: transform.logReturns ?? source?.logReturns ?? false,
      diff: transform.diff ?? source?.diff ?? 0,
    },
    context,
    common,
  );
  for (const line of loaded.series.notes) await note(line, context, common);
  return loaded;
}
