/** Fits an autoregression to a loaded series as a command line asks, and makes the result of it. Prints and saves nothing. */

import {
  type ArModel,
  type Criterion,
  defaultMaxLag,
  fitAr,
  kernels,
  type OrderSelection,
  SeriesError,
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
  /** Why a forecast that was asked for cannot be had, or null. */
  readonly noForecast: string | null;
  /** Complete but for the path of a model file. */
  readonly result: Omit<ArFitResult, 'modelFile'>;
}

/** Throws `OptionError` and `SeriesError` as `fitAr` and `selectArOrder`. */
export function fitSeries(loaded: LoadedSeries, request: FitRequest): FittedSeries {
  const { values } = loaded;
  const { order, trend, useT, missing, steps, levels } = request;
  const holdBack = request.holdBack === null ? {} : { holdBack: request.holdBack };
  const selection =
    'lags' in order
      ? null
      : selectArOrder(values, {
          // Of the rows that are left, so that a large hold-back leaves enough of them.
          maxLag:
            order.maxLag ?? defaultMaxLag(Math.max(1, values.length - (request.holdBack ?? 0))),
          criterion: order.criterion,
          trend,
          missing,
          ...holdBack,
        });
  const lags = 'lags' in order ? order.lags : selection!.chosen;
  const model = fitAr(values, {
    lags,
    trend,
    useT,
    missing,
    ...holdBack,
  }).withSource(sourceOf(request.file, loaded));
  const gap = steps > 0 && endsInGap(model, values);
  return {
    model,
    noForecast: gap
      ? 'no forecast: the series ends in a gap; save the model with --out, and gen forecast goes on from a --history of values after it'
      : null,
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
      forecast: steps === 0 || gap ? null : model.forecast(steps, { levels }),
      kernels: kernels().name,
    },
  };
}

/** Whether one of the last values, from which a forecast goes on, is missing. */
function endsInGap({ fit }: ArModel, values: Float64Array): boolean {
  const past = fit.lags.at(-1) ?? 0;
  return values.subarray(values.length - past).some(Number.isNaN);
}

/** Series longer than this are not read again only to show the criteria of other orders. */
const longSeries = 1_000_000;

/** BIC of the orders around the one that was fitted; null for a list of lags, and where it cannot be had cheaply. */
export function nearbyOrders(
  { fit }: ArModel,
  values: Float64Array,
  missing: 'refuse' | 'segments',
): OrderSelection | null {
  const { lags, trend, holdBack } = fit;
  if (values.length > longSeries || !isOrder(lags)) return null;
  try {
    const maxLag = Math.max(lags.length, 3) + 1;
    return selectArOrder(values, { maxLag, trend, holdBack, missing });
  } catch (error) {
    if (!(error instanceof SeriesError)) throw error;
    // A series just long enough for its own order has no rows for a larger one.
    return null;
  }
}

/** Lags of the residual autocorrelations that a report draws, or fewer where there are few residuals. */
const reportedLags = 40;

/** What a report needs beside the result. */
export function reportDetails(model: ArModel, { values, series }: LoadedSeries): ReportDetails {
  const residuals = model.residuals(values);
  const lags = Math.min(reportedLags, Math.max(1, Math.floor(residuals.length / 5)));
  const autocorrelations = model.autocorrelations(values, lags);
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
