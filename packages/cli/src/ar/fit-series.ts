/** Fits an autoregression to a loaded series as a command line asks, and makes the result of it. Prints and saves nothing. */

import {
  type ArModel,
  type Criterion,
  defaultMaxLag,
  fitAr,
  kernels,
  type OrderSelection,
  type SeriesSource,
  selectArOrder,
  type Trend,
} from '@ferrogen/core';
import type { LoadedSeries } from '../input/load-series.ts';
import type { ReportDetails } from '../render/report/report.ts';
import { type ArFitResult, dataResult, isOrder } from './results.ts';

/** Lags that are given, or an order to be chosen. */
export type OrderRequest =
  | { readonly lags: number | readonly number[] }
  | {
      readonly criterion: Criterion;
      /** Largest order tried; null is the default for the length of the series. */
      readonly maxLag: number | null;
      /** Whether any flag asked for a choice. */
      readonly asked: boolean;
    };

export interface FitRequest {
  /** The file as it was typed; `-` for stdin. */
  readonly file: string;
  readonly order: OrderRequest;
  readonly trend: Trend;
  /** Null is the largest lag. */
  readonly holdBack: number | null;
  readonly useT: boolean;
  readonly missing: 'refuse' | 'segments';
  /** Steps of the forecast; 0 for none. */
  readonly steps: number;
  readonly levels: readonly number[];
}

export interface FittedSeries {
  readonly model: ArModel;
  /** Complete but for the path of a model file. */
  readonly result: Omit<ArFitResult, 'modelFile'>;
}

/** Throws `OptionError` and `SeriesError` as `fitAr` and `selectArOrder`. */
export function fitSeries(loaded: LoadedSeries, request: FitRequest): FittedSeries {
  const { values } = loaded;
  const { order, trend, useT, missing, holdBack, steps, levels } = request;
  const selection =
    'lags' in order
      ? null
      : selectArOrder(values, {
          maxLag: order.maxLag ?? defaultMaxLag(values.length),
          criterion: order.criterion,
          trend,
          missing,
        });
  const lags = 'lags' in order ? order.lags : selection!.chosen;
  const model = fitAr(values, {
    lags,
    trend,
    useT,
    missing,
    ...(holdBack === null ? {} : { holdBack }),
  }).withSource(sourceOf(request.file, loaded));
  return {
    model,
    result: {
      schemaVersion: 1,
      kind: 'ar-fit',
      data: dataResult(request.file, loaded),
      fit: model.fit,
      coefficients: model.coefficients,
      roots: model.roots,
      stationary: model.stationary,
      diagnostics: model.diagnose(values),
      selection,
      forecast: steps === 0 ? null : model.forecast(steps, { levels }),
      kernels: kernels().name,
    },
  };
}

/** Series longer than this are not read again only to show the criteria of other orders. */
const longSeries = 1_000_000;

/** BIC of the orders around the one that was fitted; null for a list of lags, and where it cannot be had cheaply. */
export function nearbyOrders(
  { fit }: ArModel,
  values: Float64Array,
  missing: 'refuse' | 'segments',
): OrderSelection | null {
  const { lags, trend } = fit;
  if (values.length > longSeries || !isOrder(lags)) return null;
  try {
    return selectArOrder(values, { maxLag: Math.max(lags.length, 3) + 1, trend, missing });
  } catch {
    // A series just long enough for its own order has no rows for a larger one.
    return null;
  }
}

/** Lags of the residual autocorrelations that a report draws, or fewer where there are few residuals. */
const reportedLags = 40;

/** What a report needs beside the result. */
export function reportDetails(model: ArModel, { values, series }: LoadedSeries): ReportDetails {
  const residuals = model.residuals(values);
  const { autocorrelations } = kernels().residualMoments(residuals, {
    lags: [],
    trend: 'n',
    holdBack: 0,
    coefficients: new Float64Array(),
    segments: [{ start: 0, end: residuals.length }],
    autocorrelations: Math.min(reportedLags, Math.max(1, Math.floor(residuals.length / 5))),
    archLags: 0,
  });
  const { firstDate, lastDate, notes } = series;
  return { values, residuals, autocorrelations, useT: model.useT, firstDate, lastDate, notes };
}

function sourceOf(file: string, { series, transform }: LoadedSeries): SeriesSource {
  return {
    file: file === '-' ? null : file,
    column: series.column,
    dateColumn: series.dateColumn,
    where: series.where.map(({ column, value }) => ({ column, value })),
    ...transform,
  };
}
