/**
 * From the bytes of a CSV file to a fitted model and its forecast. Knows no page.
 */

import { type ArModel, type Forecast, fitAr, readSeries, type Series } from '@ferrogen/core';

/** A series with what was fitted to it. */
export interface PriceFit {
  readonly series: Series;
  readonly model: ArModel;
  readonly forecast: Forecast;
}

/** Fits an AR(2) to the file's values and forecasts 24 steps, with intervals of 50, 80 and 95 %. */
export function fitPrices(bytes: Uint8Array, name: string): PriceFit {
  const series = readSeries({ bytes, name });
  const model = fitAr(series.values, { lags: 2 });
  return { series, model, forecast: model.forecast(24, { levels: [0.5, 0.8, 0.95] }) };
}
