/** The view of a fitted autoregression on a terminal. Pure: a result in, lines out. */

import type { OrderSelection } from '@ferrogen/core';
import { type ArFitResult, modelTitle, seriesTitle } from '../ar/results.ts';
import { renderChecks, renderOrders } from './ar-checks.ts';
import { renderCoefficients } from './coefficients.ts';
import { renderFan } from './fan-chart.ts';
import {
  counted,
  decimalsFor,
  formatCount,
  formatDuration,
  formatFixed,
  ordinal,
} from './numbers.ts';
import type { Style } from './style.ts';
import { flow, justify, printable, renderNext, wrap } from './text.ts';

/** What the view shows beside the result. */
export interface ArFitDetails {
  readonly columnIndex: number;
  readonly columnCount: number;
  readonly frequency: string | null;
  /** Missing cells of the column. */
  readonly missing: number;
  readonly where: readonly { readonly column: string; readonly value: string }[];
  readonly lastDate: string | null;
  /** What the reader picked and noticed. */
  readonly notes: readonly string[];
  readonly readMilliseconds: number;
  readonly fitMilliseconds: number;
  /** Inference by Student's t. */
  readonly useT: boolean;
  /** The last values after the transform; NaN is a gap. */
  readonly recent: readonly number[];
  /** Every value before the transform is above zero. */
  readonly positive: boolean;
  /** Criteria around the fitted order, where they were computed. */
  readonly orders: OrderSelection | null;
  readonly reportFile: string | null;
  /** Quoted words of a command to try now. */
  readonly next: readonly string[] | null;
}

export function renderArFit(result: ArFitResult, details: ArFitDetails, style: Style): string[] {
  const { colors } = style;
  const { data, fit, forecast } = result;
  const fitted = `${result.kernels} kernel, ${formatDuration(details.fitMilliseconds)}`;
  const saved = [
    ...(result.modelFile === null ? [] : [`saved   ${printable(result.modelFile)}`]),
    ...(details.reportFile === null ? [] : [`report  ${printable(details.reportFile)}`]),
  ];
  return [
    ...renderData(data, details, style),
    '',
    ...(result.selection ? renderChoice(result.selection, fit.nobs, style) : []),
    ...justify(
      colors.bold(
        `${modelTitle(fit)} by conditional least squares, ${counted(fit.nobs, 'observation')}`,
      ),
      colors.dim(fitted),
      style.width,
    ),
    ...renderCoefficients(result.coefficients, details.useT, style),
    ...renderStatistics(fit, style),
    '',
    ...renderChecks(result, details.positive, style),
    ...(details.orders ? renderOrders(details.orders, fit.lags, style) : []),
    ...(forecast
      ? [
          '',
          ...renderFan(
            {
              until: details.lastDate,
              history: details.recent,
              mean: forecast.mean,
              intervals: forecast.intervals,
            },
            style,
          ),
        ]
      : []),
    '',
    ...saved,
    ...(details.next === null ? [] : renderNext(details.next, style.width)),
  ].map((line) => line.trimEnd());
}

/** The file, the column and what is missing in it; then the transform and the reader's notes. */
function renderData(data: ArFitResult['data'], details: ArFitDetails, style: Style): string[] {
  const { colors } = style;
  const facts = [
    counted(data.rows, 'row'),
    ...(details.frequency === null ? [] : [details.frequency]),
    details.missing === 0 ? 'no gaps' : `${formatCount(details.missing)} missing`,
    ...details.where.map(({ column, value }) => `${column} = ${value}`),
  ];
  const place =
    details.columnCount > 1
      ? ` (${ordinal(details.columnIndex + 1)} of ${details.columnCount})`
      : '';
  const file = data.file === '-' ? 'stdin' : data.file;
  const left = printable(`${file}  column ${data.column}${place}, ${facts.join(', ')}`);
  const transformed = data.transform.logReturns || data.transform.diff > 0;
  const used = [
    ...(transformed ? [`of ${seriesTitle(printable(data.column), data.transform)}`] : []),
    ...(data.segments === 1 ? [] : [`in ${data.segments} segments`]),
  ];
  return [
    ...justify(
      left,
      colors.dim(`read in ${formatDuration(details.readMilliseconds)}`),
      style.width,
    ),
    ...(used.length === 0
      ? []
      : wrap(
          `fitted to ${counted(data.used, 'value')} ${used.join(' ')}; forecasts are in these units`,
          style.width,
          2,
        )),
    ...details.notes.flatMap((note) =>
      wrap(`note: ${printable(note)}`, style.width, 2).map(colors.dim),
    ),
  ];
}

/** Which order was chosen, on which rows: not the rows of the fit. */
function renderChoice(selection: OrderSelection, nobs: number, { width }: Style): string[] {
  const { criterion, candidates, chosen } = selection;
  const first = candidates[0]!.lags.length;
  const last = candidates.at(-1)!.lags.length;
  return wrap(
    `order ${chosen.length} chosen by ${criterion.toUpperCase()} from ${first}..${last}, all on the same ` +
      `${formatCount(selection.nobs)} rows; fitted on ${formatCount(nobs)}`,
    width,
    2,
  );
}

function renderStatistics(fit: ArFitResult['fit'], { width }: Style): string[] {
  const sigma = Math.sqrt(fit.sigma2);
  const criterion = (value: number): string => formatFixed(value, 2);
  return flow(
    [
      `sigma ${formatFixed(sigma, decimalsFor([sigma], 4))}`,
      `logLik ${criterion(fit.logLik)}`,
      `AIC ${criterion(fit.aic)}`,
      `BIC ${criterion(fit.bic)}`,
      `HQIC ${criterion(fit.hqic)}`,
    ],
    '   ',
    width,
  );
}
