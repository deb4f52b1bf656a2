/** The tables of the report, in HTML. */

import type { ArFitResult } from '../../ar/results.ts';
import { termName } from '../coefficients.ts';
import { decimalsFor, formatFixed, formatPValue, formatValue } from '../numbers.ts';
import { escapeHtml } from './svg.ts';

/** Coefficients with standard errors, statistics and intervals. */
export function coefficientTable({ coefficients }: ArFitResult, useT: boolean): string {
  const decimals = decimalsFor(
    coefficients.map(({ stdError }) => stdError),
    3,
    4,
  );
  const letter = useT ? 't' : 'z';
  return table(
    'Coefficients',
    ['term', 'estimate', 'standard error', letter, `P>|${letter}|`, '95% from', 'to'],
    coefficients.map(({ name, value, stdError, z, pValue, lower, upper }) => [
      termName(name),
      formatFixed(value, decimals),
      formatFixed(stdError, decimals),
      formatFixed(z, 3),
      formatPValue(pValue),
      formatFixed(lower, decimals),
      formatFixed(upper, decimals),
    ]),
  );
}

export function statisticsTable({ fit }: ArFitResult): string {
  return table(
    'Goodness of fit',
    ['measure', 'value'],
    [
      ['observations', String(fit.nobs)],
      ['sigma', formatValue(Math.sqrt(fit.sigma2), 5)],
      ['R squared', formatValue(fit.rSquared, 4)],
      ['log-likelihood', formatFixed(fit.logLik, 2)],
      ['AIC', formatFixed(fit.aic, 2)],
      ['BIC', formatFixed(fit.bic, 2)],
      ['HQIC', formatFixed(fit.hqic, 2)],
      ['AICc', formatFixed(fit.aicc, 2)],
    ],
  );
}

export function diagnosticsTable({ diagnostics }: ArFitResult): string {
  const { ljungBox, jarqueBera, archLm } = diagnostics;
  const row = (
    name: string,
    asks: string,
    { statistic, pValue }: { statistic: number | null; pValue: number | null },
  ): string[] => [name, asks, formatFixed(statistic, 3), formatPValue(pValue)];
  return table(
    'Tests of the residuals',
    ['test', 'small p speaks against', 'statistic', 'p'],
    [
      row(`Ljung-Box, ${ljungBox.lags} lags`, 'no correlation', ljungBox),
      row('Jarque-Bera', 'normal distribution', jarqueBera),
      row(`ARCH-LM, ${archLm.lags} lags`, 'steady variance', archLm),
    ],
    2,
  );
}

/** Every order that was compared; nothing where the order was given. */
export function selectionTable({ selection }: ArFitResult): string {
  if (selection === null) return '';
  return table(
    `Orders, all on the same ${selection.nobs} rows; chosen by ${selection.criterion.toUpperCase()}`,
    ['order', 'AIC', 'BIC', 'HQIC', 'AICc'],
    selection.candidates.map(({ lags, aic, bic, hqic, aicc }) => [
      lags.length === selection.chosen.length ? `${lags.length} (chosen)` : String(lags.length),
      ...[aic, bic, hqic, aicc].map((value) => formatFixed(value, 2)),
    ]),
  );
}

/** `texts`: how many columns from the left are words, not numbers. */
function table(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  texts = 1,
): string {
  const head = header.map(
    (text, i) => `<th scope="col"${i < texts ? ' class="text"' : ''}>${escapeHtml(text)}</th>`,
  );
  const body = rows.map(
    (row) =>
      `<tr>${row
        .map((text, i) => {
          if (i === 0) return `<th scope="row">${escapeHtml(text)}</th>`;
          return `<td${i < texts ? ' class="text"' : ''}>${escapeHtml(text)}</td>`;
        })
        .join('')}</tr>`,
  );
  // What scrolls can be reached by the keyboard, and has a name.
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table></div>`;
}
