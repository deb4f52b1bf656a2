/** The objects that `--json` prints for autoregressions. The human views draw the same objects. */

import {
  type Coefficient,
  type Diagnostics,
  type FitStatistics,
  type Forecast,
  type OrderSelection,
  type Root,
  segmentsBetweenGaps,
} from '@ferrogen/core';
import type { LoadedSeries, Transform } from '../input/load-series.ts';

/** Which values a model was fitted to or went on from. */
export interface DataResult {
  /** As it was typed; `-` for stdin. */
  readonly file: string;
  readonly column: string;
  /** Rows of data that met every `--where`. */
  readonly rows: number;
  /** Values after the transform that are no gap. */
  readonly used: number;
  readonly order: 'ascending' | 'descending' | 'file';
  /** Stretches without a gap. */
  readonly segments: number;
  readonly transform: Transform;
}

export interface ArFitResult {
  readonly schemaVersion: 1;
  readonly kind: 'ar-fit';
  readonly data: DataResult;
  readonly fit: FitStatistics;
  readonly coefficients: readonly Coefficient[];
  readonly roots: readonly Root[];
  readonly stationary: boolean;
  readonly diagnostics: Diagnostics;
  /** Null where the order was given. */
  readonly selection: OrderSelection | null;
  /** Null with `--forecast 0`. In transformed units where there is a transform. */
  readonly forecast: Forecast | null;
  readonly kernels: 'native' | 'reference';
  /** Path of the model file written, or null. */
  readonly modelFile: string | null;
}

export interface ArForecastResult {
  readonly schemaVersion: 1;
  readonly kind: 'ar-forecast';
  /** Path of the model file. */
  readonly model: string;
  /** The values gone on from, or null for the model's own last ones. */
  readonly history: DataResult | null;
  readonly forecast: Forecast;
}

/** Facts about a loaded series for a result. */
export function dataResult(file: string, { series, values, transform }: LoadedSeries): DataResult {
  const segments =
    series.missing === 0 ? [{ start: 0, end: values.length }] : segmentsBetweenGaps(values);
  return {
    file,
    column: series.column,
    rows: series.rows,
    used: segments.reduce((sum, { start, end }) => sum + end - start, 0),
    order: series.order,
    segments: segments.length,
    transform,
  };
}

/** `log returns of close`, `differences of close`, or the column alone. */
export function seriesTitle(column: string, { diff, logReturns }: Transform): string {
  const base = logReturns ? `log returns of ${column}` : column;
  if (diff === 0) return base;
  return diff === 1 ? `differences of ${base}` : `differences (${diff} times) of ${base}`;
}

/** What the model is called: `AR(2)`, `AR with lags 1, 2, 12`, `no lags`. */
export function modelTitle({ lags, trend }: Pick<FitStatistics, 'lags' | 'trend'>): string {
  const terms: Record<FitStatistics['trend'], string> = {
    n: ' without a constant',
    c: '',
    t: ' with a trend and no constant',
    ct: ' with a trend',
    ctt: ' with a squared trend',
  };
  const name = isOrder(lags) ? `AR(${lags.length})` : `AR with lags ${lags.join(', ')}`;
  return name + terms[trend];
}

/** Whether the lags are 1, 2, ..., p. */
export function isOrder(lags: readonly number[]): boolean {
  return lags.every((lag, i) => lag === i + 1);
}
