/** The view of a forecast on a terminal: a table of steps and the fan. */

import type { ArModel, ForecastInterval } from '@ferrogen/core';
import { type ArForecastResult, modelTitle, seriesTitle } from '../ar/results.ts';
import type { Transform } from '../input/load-series.ts';
import { renderFan } from './fan-chart.ts';
import { counted, decimalsFor, formatFixed, formatLevel } from './numbers.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';
import { padStart, printable, wrap } from './text.ts';

/** What the view shows beside the result. */
export interface ForecastDetails {
  readonly model: ArModel;
  /** The values before the forecast, oldest first; NaN is a gap. */
  readonly recent: readonly number[];
  readonly lastDate: string | null;
  /** What was done to the values before the fit; null where that is not known. */
  readonly transform: Transform | null;
}

/** More steps than this are drawn but not listed; the JSON and the CSV have them all. */
const listedSteps = 30;

export function renderForecast(
  { model: file, history, forecast }: ArForecastResult,
  { model, recent, lastDate, transform }: ForecastDetails,
  style: Style,
): string[] {
  const { colors, width } = style;
  const column = history?.column ?? model.source?.column ?? 'the series';
  const from = history
    ? `from ${counted(history.used, 'value')} of ${history.file}`
    : 'from its own last values';
  const unlisted = forecast.steps - listedSteps;
  return [
    ...wrap(
      printable(
        `${file}  ${modelTitle(model.fit)} of ${transform ? seriesTitle(column, transform) : column}, ${from}`,
      ),
      width,
      2,
    ),
    ...(transform && (transform.logReturns || transform.diff > 0)
      ? wrap(`in units of ${printable(seriesTitle(column, transform))}`, width, 2)
      : []),
    '',
    ...forecastTable(forecast, style),
    ...(unlisted > 0
      ? [colors.dim(`... and ${counted(unlisted, 'more step')}: --json or --out`)]
      : []),
    '',
    ...renderFan(
      { history: recent, mean: forecast.mean, intervals: forecast.intervals, until: lastDate },
      style,
    ),
  ].map((line) => line.trimEnd());
}

function forecastTable(
  { mean, stdError, intervals, steps }: ArForecastResult['forecast'],
  { width, colors }: Style,
): string[] {
  const rows = Math.min(steps, listedSteps);
  const decimals = decimalsFor(stdError.slice(0, rows), 3, 2);
  const cells = (values: readonly number[]): string[] =>
    values.slice(0, rows).map((value) => formatFixed(value, decimals));
  const interval = ({ lower, upper }: ForecastInterval): string[] => {
    const [low, high] = [cells(lower), cells(upper)];
    const room = Math.max(...high.map((cell) => cell.length));
    return low.map((cell, i) => `${cell}  ${padStart(high[i]!, room)}`);
  };
  const [header, ...lines] = renderTable(
    [
      { header: 'step', cells: cells(mean).map((_, i) => String(i + 1)) },
      { header: 'mean', cells: cells(mean) },
      { header: 'std err', cells: cells(stdError), leaveOut: 1 },
      // The widest level stays longest.
      ...intervals.map((band, i) => ({
        header: formatLevel(band.level),
        cells: interval(band),
        ...(i === intervals.length - 1 ? {} : { leaveOut: intervals.length - i + 1 }),
      })),
    ],
    width,
  );
  return [colors.dim(header!), ...lines];
}
