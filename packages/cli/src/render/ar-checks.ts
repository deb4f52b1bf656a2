/** What a fitted autoregression passes and fails, in lines: stationarity, residuals, criteria by order, and what to try. */

import type { OrderSelection, Root } from '@ferrogen/core';
import { type ArFitResult, isOrder } from '../ar/results.ts';
import { formatPValue, formatValue } from './numbers.ts';
import type { Style } from './style.ts';
import { flow } from './text.ts';

/** Roots nearer to the unit circle than this are called near it. */
const nearUnit = 1.02;
const significant = 0.05;
/** Where the text of a check begins. */
const indent = 17;

/** Lines of all checks. `positive`: every value of the series is above zero, so log returns are possible. */
export function renderChecks(result: ArFitResult, positive: boolean, style: Style): string[] {
  return [...stationarity(result, positive, style), ...residuals(result, style)];
}

function stationarity(result: ArFitResult, positive: boolean, style: Style): string[] {
  const { roots, fit, stationary, data } = result;
  const [root] = roots;
  // The roots of very many lags are not computed.
  const unknown = fit.lags.length === 0 ? ['no lags, so no roots'] : [];
  const mean = root ? meanOf(result) : null;
  const facts = [
    ...(root ? rootFacts(root, roots.length, style) : unknown),
    ...(mean === null ? [] : [`mean ${formatValue(mean)}`]),
  ];
  const { logReturns, diff } = data.transform;
  const mend = positive && !logReturns && diff === 0 ? '--log-returns' : `--diff ${diff + 1}`;
  if (!stationary) {
    return [
      ...check(false, 'not stationary', facts, style),
      ...hints([`forecasts drift; try ${mend}`], style),
    ];
  }
  const near = root !== undefined && root.modulus < nearUnit && !logReturns && diff === 0;
  return [
    ...check(true, 'stationary', facts, style),
    ...(near ? hints([`a root this near 1 is hard to tell from a drift; try ${mend}`], style) : []),
  ];
}

/** The nearest root, and what it means. */
function rootFacts(root: Root, count: number, style: Style): string[] {
  const conjugates = root.im !== 0;
  const title =
    count > (conjugates ? 2 : 1) ? `nearest of ${count} roots` : conjugates ? 'roots' : 'root';
  return [
    `${title} ${rootText(root, style)}`,
    ...(conjugates || root.re < 0 ? [`modulus ${modulusText(root.modulus)}`] : []),
    ...(conjugates && root.frequency !== 0
      ? [`cycle of ${formatValue(1 / Math.abs(root.frequency), 3)} steps`]
      : []),
  ];
}

/** The process mean const / (1 - sum phi), where there is one. */
function meanOf({ fit, coefficients, stationary }: ArFitResult): number | null {
  if (fit.trend !== 'c' || !stationary) return null;
  const [constant, ...lags] = coefficients.map(({ value }) => value);
  return constant! / (1 - lags.reduce((sum, phi) => sum + phi, 0));
}

function rootText({ re, im }: Root, { glyphs }: Style): string {
  const text = modulusText(re);
  return im === 0 ? text : `${text} ${glyphs.plusMinus} ${modulusText(Math.abs(im))}i`;
}

function modulusText(value: number): string {
  return Math.abs(value) < 10 ? value.toFixed(3) : formatValue(value);
}

function residuals({ diagnostics }: ArFitResult, style: Style): string[] {
  const { ljungBox, jarqueBera, archLm } = diagnostics;
  const tests = [
    {
      name: `Ljung-Box(${ljungBox.lags})`,
      pValue: ljungBox.pValue,
      meaning: 'correlated: more lags may help (--select bic)',
    },
    {
      name: 'Jarque-Bera',
      pValue: jarqueBera.pValue,
      meaning: 'not normal: intervals are rough; sample with --shocks bootstrap',
    },
    {
      name: `ARCH-LM(${archLm.lags})`,
      pValue: archLm.pValue,
      meaning: 'calm and stormy times alternate: one sigma is an average of them',
    },
  ].filter(({ pValue }) => pValue !== null);
  if (tests.length === 0)
    return [`${' '.repeat(style.glyphs.good.length)} residuals: too few to test`];
  const failed = tests.filter(({ pValue }) => pValue! < significant);
  return [
    ...check(
      failed.length === 0,
      'residuals',
      tests.map(({ name, pValue }) => `${name} p ${formatPValue(pValue, 2)}`),
      style,
    ),
    ...hints(
      failed.map(({ meaning }) => meaning),
      style,
    ),
  ];
}

/** The criterion of the orders around the one that was fitted; nothing where the lags are no such order. */
export function renderOrders(
  selection: OrderSelection,
  lags: readonly number[],
  { glyphs, width, colors }: Style,
): string[] {
  const { criterion, candidates } = selection;
  const fitted = candidates.findIndex((candidate) => candidate.lags.length === lags.length);
  if (fitted < 0 || !isOrder(lags)) return [];
  const items = candidates.map(
    (candidate, at) =>
      `p=${candidate.lags.length} ${formatCriterion(candidate[criterion])}${at === fitted ? ` ${glyphs.marker}` : ''}`,
  );
  const label = `${' '.repeat(glyphs.good.length)} ${criterion.toUpperCase()} by order`.padEnd(
    indent,
  );
  // The window grows around the fitted order, forward first, as long as the line has room.
  let from = fitted;
  let to = fitted + 1;
  const line = (start: number, end: number): string => label + items.slice(start, end).join('   ');
  for (let grown = true; grown; ) {
    grown = false;
    if (to < items.length && line(from, to + 1).length <= width) {
      to++;
      grown = true;
    }
    if (from > 0 && line(from - 1, to).length <= width) {
      from--;
      grown = true;
    }
  }
  return [line(from, to).replace(glyphs.marker, colors.green(glyphs.marker))];
}

function formatCriterion(value: number): string {
  return Math.abs(value) >= 1e7 ? value.toExponential(5) : value.toFixed(1);
}

function check(good: boolean, title: string, facts: readonly string[], style: Style): string[] {
  const { colors, glyphs, width } = style;
  const mark = (good ? glyphs.good : glyphs.bad).padEnd(glyphs.good.length);
  const lines = flow(
    facts.length === 0 ? [''] : facts,
    ` ${glyphs.dot} `,
    Math.max(20, width - indent),
  );
  const head = `${title}`.padEnd(indent - mark.length - 1);
  return lines.map((line, i) =>
    i === 0
      ? `${good ? colors.green(mark) : colors.yellow(mark)} ${head}${line}`
      : ' '.repeat(indent) + line,
  );
}

function hints(texts: readonly string[], { colors, width }: Style): string[] {
  const at = 4;
  return texts.flatMap((text) =>
    flow(text.split(' '), ' ', width - at).map((line) => ' '.repeat(at) + colors.dim(line)),
  );
}
