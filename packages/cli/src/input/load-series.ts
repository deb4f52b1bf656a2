/**
 * From a file's name to the values that a model is fitted to: reads in stretches, so that progress is shown and Ctrl-C
 * heard between them, then transforms.
 */

import {
  difference,
  logReturns,
  type ReadProgress,
  readSeriesSteps,
  type Series,
  SeriesError,
} from '@ferrogen/core';
import { readSeriesFileSteps } from '@ferrogen/core/node';
import { breathe } from '../breathe.ts';
import type { Context } from '../context.ts';
import type { ReadOptions } from '../options/series.ts';
import { startProgress } from '../output/progress.ts';
import type { Input } from './read-input.ts';

export interface Transform {
  readonly diff: number;
  readonly logReturns: boolean;
}

export interface LoadedSeries {
  /** What the reader found and picked. */
  readonly series: Series;
  /** The values after the transform; NaN is a gap. */
  readonly values: Float64Array;
  readonly transform: Transform;
  /** Time that reading took. */
  readonly milliseconds: number;
}

/** Reads the series of an input and transforms it. Throws `FileError`, `CsvError`, `SeriesError`. */
export async function loadSeries(
  input: Input,
  read: ReadOptions,
  transform: Transform,
  context: Context,
  { quiet }: { quiet: boolean },
): Promise<LoadedSeries> {
  const started = context.now();
  const steps =
    input.bytes === null
      ? readSeriesFileSteps(input.file, read)
      : readSeriesSteps({ bytes: input.bytes, name: input.name }, read);
  const series = await drain(steps, input, context, quiet);
  const milliseconds = context.now() - started;
  const values = aboutSeries(series, () => {
    const logged = transform.logReturns ? logReturns(series.values) : series.values;
    return transform.diff > 0 ? difference(logged, transform.diff) : logged;
  });
  return { series, values, transform, milliseconds };
}

/** Does work on a series; an error of its values, which know no file, is told with the file and the column. */
export function aboutSeries<Result>(
  { file, column }: Pick<Series, 'file' | 'column'>,
  work: () => Result,
): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof SeriesError) {
      error.message = `${file}: column '${column}': ${error.message}`;
    }
    throw error;
  }
}

/** How often the event loop is let in while a file is read, in milliseconds. */
const breathEvery = 50;

async function drain(
  steps: Generator<ReadProgress, Series, void>,
  input: Input,
  context: Context,
  quiet: boolean,
): Promise<Series> {
  const progress = startProgress(`reading ${input.name}`, context, { quiet });
  let breathed = context.now();
  try {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (context.now() - breathed < breathEvery) continue;
      progress.report(step.value.bytesRead / step.value.bytesTotal);
      await breathe(context);
      breathed = context.now();
    }
  } finally {
    // A generator left in the middle still closes its file.
    steps.return(undefined as never);
    progress.done();
  }
}
