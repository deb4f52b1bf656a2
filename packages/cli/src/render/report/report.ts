/**
 * The report of a fitted autoregression: one HTML page that needs nothing else, no script, no font, no network.
 * Pure: a result and its series in, the page's text out.
 */

import type { OrderSelection } from '@ferrogen/core';
import { type ArFitResult, modelTitle, seriesTitle } from '../../ar/results.ts';
import { counted, formatCount } from '../numbers.ts';
import { pageStyle } from './page-style.ts';
import { autocorrelationFigure, quantileFigure } from './residual-figures.ts';
import { rootsFigure } from './roots-figure.ts';
import { seriesFigure } from './series-figure.ts';
import { escapeHtml, renderFigure } from './svg.ts';
import { coefficientTable, diagnosticsTable, selectionTable, statisticsTable } from './tables.ts';

/** What the report shows beside the result. */
export interface ReportDetails {
  /** The series that was fitted; NaN is a gap. */
  readonly values: Float64Array;
  readonly residuals: Float64Array;
  /** Of the residuals, at lags 1, 2, ... */
  readonly autocorrelations: ArrayLike<number>;
  readonly useT: boolean;
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  /** What the reader picked and noticed. */
  readonly notes: readonly string[];
}

export function renderReport(result: ArFitResult, details: ReportDetails): string {
  const { data, fit, forecast, roots, stationary, selection } = result;
  const { values } = details;
  const name = seriesTitle(data.column, data.transform);
  const title = `${modelTitle(fit)} of ${name}`;
  const recent = Math.min(values.length, Math.max(60, 4 * (forecast?.steps ?? 0)));
  const figures = [
    seriesFigure('series', 'The series', values, recent < values.length ? null : forecast, {
      name,
      from: 1,
    }),
    ...(recent < values.length
      ? [
          seriesFigure(
            'fan',
            forecast ? 'The last values and the forecast' : 'The last values',
            values.subarray(values.length - recent),
            forecast,
            { name, from: values.length - recent + 1 },
          ),
        ]
      : []),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
${pageStyle}
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${aboutData(result, details)
  .map((line) => `<p>${escapeHtml(line)}</p>`)
  .join('\n')}
${details.notes.map((note) => `<p class="soft">${escapeHtml(note)}</p>`).join('\n')}
<h2>Series</h2>
${figures.map(renderFigure).join('\n')}
<h2>Model</h2>
${selection ? `<p>${escapeHtml(aboutChoice(selection, fit.nobs))}</p>` : ''}
${coefficientTable(result, details.useT)}
<div class="pair">
${statisticsTable(result)}
${roots.length > 0 ? renderFigure(rootsFigure(roots, stationary)) : ''}
</div>
${selectionTable(result)}
<h2>Residuals</h2>
${diagnosticsTable(result)}
<div class="pair">
${renderFigure(autocorrelationFigure(details.autocorrelations, fit.nobs))}
${renderFigure(quantileFigure(details.residuals))}
</div>
</main>
</body>
</html>
`;
}

function aboutData({ data, fit, kernels }: ArFitResult, details: ReportDetails): string[] {
  const dates = details.firstDate === null ? '' : `, ${details.firstDate} to ${details.lastDate}`;
  const transformed = data.transform.logReturns || data.transform.diff > 0;
  return [
    `${data.file === '-' ? 'stdin' : data.file}, column ${data.column}: ${counted(data.rows, 'row')}${dates}.`,
    `Fitted by conditional least squares to ${counted(data.used, 'value')}` +
      `${transformed ? ` of ${seriesTitle(data.column, data.transform)}` : ''}` +
      `${data.segments > 1 ? ` in ${data.segments} segments` : ''}: ${counted(fit.nobs, 'observation')}, ${kernels} kernels.`,
  ];
}

function aboutChoice(
  { criterion, chosen, candidates, nobs }: OrderSelection,
  fitted: number,
): string {
  const largest = candidates.at(-1)!.lags.length;
  return (
    `Order ${chosen.length} was chosen by ${criterion.toUpperCase()} among orders up to ${largest} on ${formatCount(nobs)} ` +
    `common rows, and fitted on ${formatCount(fitted)}.`
  );
}
