/** The view of sample paths on a terminal: the fan of their quantiles. */

import type { ArModel } from '@ferrogen/core';
import { modelTitle, seriesTitle } from '../ar/results.ts';
import { renderFan } from './fan-chart.ts';
import { counted } from './numbers.ts';
import type { Style } from './style.ts';
import { printable, renderNext, wrap } from './text.ts';

export interface SampleView {
  /** Path of the model file. */
  readonly file: string;
  readonly model: ArModel;
  /** Row-major [paths, steps]. */
  readonly values: Float64Array;
  readonly paths: number;
  readonly steps: number;
  /** The values before the paths begin. */
  readonly recent: readonly number[];
  /** Path of the CSV file written, or null. */
  readonly saved: string | null;
  /** Quoted words of a command to try now, or null. */
  readonly next: readonly string[] | null;
}

const levels = [0.5, 0.8, 0.95];

export function renderSample(view: SampleView, style: Style): string[] {
  const { model, paths, steps } = view;
  const quantiles = pathQuantiles(view.values, paths, steps, [
    0.5,
    ...levels.flatMap((level) => [(1 - level) / 2, (1 + level) / 2]),
  ]);
  const [median, ...bounds] = quantiles;
  const { source } = model;
  const title = source?.column ? ` of ${seriesTitle(source.column, source)}` : '';
  return [
    ...wrap(
      printable(
        `${view.file}  ${counted(paths, 'path')} of ${counted(steps, 'step')} from an ${modelTitle(model.fit)}${title}`,
      ),
      style.width,
      2,
    ),
    '',
    ...renderFan(
      {
        history: view.recent,
        mean: median!,
        intervals: levels.map((level, i) => ({
          level,
          lower: bounds[2 * i]!,
          upper: bounds[2 * i + 1]!,
        })),
      },
      style,
    ),
    style.colors.dim('the heavy line is the median of the paths, the bands are their quantiles'),
    '',
    ...(view.saved === null ? [] : [`saved   ${printable(view.saved)}`]),
    ...(view.next === null ? [] : renderNext(view.next, style.width)),
  ].map((line) => line.trimEnd());
}

/** For each probability its quantile over the paths at every step (linear between order statistics). */
export function pathQuantiles(
  values: Float64Array,
  paths: number,
  steps: number,
  probabilities: readonly number[],
): number[][] {
  const result = probabilities.map(() => new Array<number>(steps));
  const column = new Float64Array(paths);
  for (let step = 0; step < steps; step++) {
    for (let path = 0; path < paths; path++) column[path] = values[path * steps + step]!;
    column.sort();
    for (const [i, probability] of probabilities.entries()) {
      const at = probability * (paths - 1);
      const low = Math.floor(at);
      const high = Math.min(low + 1, paths - 1);
      result[i]![step] = column[low]! + (at - low) * (column[high]! - column[low]!);
    }
  }
  return result;
}
