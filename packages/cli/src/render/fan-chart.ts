/**
 * The fan: the last values of a series as a line, its forecast as a heavy line in shaded bands.
 * One column of text is one value; a step takes one or a few. Pure: numbers in, lines of text out.
 */

import { createCanvas } from './canvas.ts';
import { formatLevel } from './numbers.ts';
import type { LineGlyphs, Style } from './style.ts';
import { displayWidth, padStart, printable } from './text.ts';

export interface Fan {
  /** Date of the last value, where it is known. */
  readonly until?: string | null;
  /** The values before the forecast, oldest first; NaN is a gap. Only the last ones are drawn. */
  readonly history: readonly number[];
  readonly mean: readonly number[];
  readonly intervals: readonly {
    readonly level: number;
    readonly lower: readonly number[];
    readonly upper: readonly number[];
  }[];
}

/** In fewer columns there is no room for a chart and its caption. */
const narrowest = 41;
const height = 9;
/** Columns kept for a label of up to nine characters, a blank and the axis. */
const labelRoom = 11;
/** Labels are at least this wide, so that charts of like numbers stand alike. */
const labelWidth = 7;
/** The forecast gets at most this part of the width. */
const forecastShare = 0.55;
/** A step takes at most this many columns where there are few. */
const widestStep = 6;

/** Lines of the chart and its caption, none wider than the style's width; a line that says so where that is too narrow. */
export function renderFan(fan: Fan, style: Style): string[] {
  if (style.width < narrowest) return ['too narrow to draw'];
  const room = style.width - labelRoom;
  const steps = fan.mean.length;
  const stepColumns = Math.max(1, Math.min(widestStep, Math.floor(24 / steps)));
  const forecastColumns = Math.min(steps * stepColumns, Math.floor(room * forecastShare));
  const history = fan.history.slice(-(room - forecastColumns));
  const bands = fan.intervals
    .toSorted((a, b) => a.level - b.level)
    .slice(0, style.glyphs.shades.length);
  // Few steps take several columns each; where they outnumber the columns each column shows the step at its place.
  const stepAt = (column: number): number =>
    forecastColumns >= steps
      ? Math.floor((column * steps) / forecastColumns)
      : Math.round((column * (steps - 1)) / (forecastColumns - 1));
  const picks = Array.from({ length: forecastColumns }, (_, column) => stepAt(column));
  const mean = picks.map((step) => fan.mean[step]!);

  const shown = [
    ...history,
    ...mean,
    ...bands.flatMap(({ lower, upper }) => picks.flatMap((step) => [lower[step]!, upper[step]!])),
  ].filter(Number.isFinite);
  if (shown.length === 0) return ['nothing to draw: no finite values'];
  const scale = verticalScale(Math.min(...shown), Math.max(...shown));

  const { colors, glyphs } = style;
  const canvas = createCanvas(height, history.length + forecastColumns);
  for (const [rank, band] of [...bands.entries()].reverse()) {
    for (const [column, step] of picks.entries()) {
      const top = scale.rowOf(band.upper[step]!);
      const bottom = scale.rowOf(band.lower[step]!);
      if (top === null || bottom === null) continue;
      for (let row = top; row <= bottom; row++) {
        canvas.put(row, history.length + column, glyphs.shades[rank]!, colors.cyan);
      }
    }
  }
  drawLine(history, scale.rowOf, glyphs.line, canvas.put);
  drawLine(
    mean,
    scale.rowOf,
    glyphs.heavy,
    (row, column, glyph) => canvas.put(row, history.length + column, glyph, colors.bold),
    history.findLast(Number.isFinite),
  );

  const labels = scale.labels.map((label) => padStart(label, labelWidth));
  const widest = Math.max(...labels.map(displayWidth));
  const axis = colors.dim(glyphs.axis);
  return [
    ...canvas.lines().map((line, row) => `${padStart(labels[row]!, widest)} ${axis}${line}`),
    ...caption(fan, history.length, forecastColumns, bands, widest + 2, style),
  ];
}

interface VerticalScale {
  /** Row of a value, clamped to the chart; null where there is no number. */
  rowOf(value: number): number | null;
  readonly labels: readonly string[];
}

function verticalScale(low: number, high: number): VerticalScale {
  // A flat series stands in the middle of a range of its own size.
  const pad = high > low ? 0 : Math.abs(high) || 1;
  const top = high + pad;
  const step = (top - (low - pad)) / (height - 1);
  return {
    rowOf: (value) => {
      if (Number.isNaN(value)) return null;
      return Math.min(height - 1, Math.max(0, Math.round((top - value) / step)));
    },
    labels: axisLabels(Array.from({ length: height }, (_, row) => top - row * step)),
  };
}

/** Labels with as many decimals as tell neighbours apart. */
function axisLabels(values: readonly number[]): string[] {
  const step = Math.abs(values[0]! - values[1]!);
  const largest = Math.max(...values.map(Math.abs));
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(step)));
  if (largest >= 1e6 || decimals > 5) {
    return values.map((value) => value.toExponential(2));
  }
  return values.map((value) => value.toFixed(decimals).replace(/^-(0\.?0*)$/, '$1'));
}

/** One column a value; a change of row is drawn in the column that it arrives in. */
function drawLine(
  values: readonly number[],
  rowOf: (value: number) => number | null,
  glyphs: LineGlyphs,
  put: (row: number, column: number, glyph: string) => void,
  before = Number.NaN,
): void {
  let previous = rowOf(before);
  for (const [column, value] of values.entries()) {
    const row = rowOf(value);
    if (row !== null) {
      if (previous === null || previous === row) {
        put(row, column, glyphs.flat);
      } else {
        const rises = row < previous;
        put(previous, column, rises ? glyphs.riseStart : glyphs.fallStart);
        put(row, column, rises ? glyphs.riseEnd : glyphs.fallEnd);
        for (let r = Math.min(row, previous) + 1; r < Math.max(row, previous); r++) {
          put(r, column, glyphs.upright);
        }
      }
    }
    previous = row;
  }
}

function caption(
  fan: Fan,
  historyColumns: number,
  forecastColumns: number,
  bands: Fan['intervals'],
  indent: number,
  { glyphs, width }: Style,
): string[] {
  const until = fan.until ? `, to ${printable(fan.until)}` : '';
  const values = historyColumns === 0 ? '' : `last ${historyColumns} values`;
  const past = indent + values.length + until.length <= width ? values + until : values;
  const legend = bands.map(({ level }, rank) => `${glyphs.shades[rank]} ${formatLevel(level)}`);
  const future = [`next ${fan.mean.length}`, legend.join(' ')].join('  ').trimEnd();
  // Each part stands under what it describes where there is room, else at the two ends of the line.
  const pastAt = indent + Math.max(0, Math.floor((historyColumns - past.length) / 2));
  const futureAt = Math.max(
    past === '' ? indent : pastAt + past.length + 2,
    Math.min(
      indent + historyColumns + Math.max(0, Math.floor((forecastColumns - future.length) / 2)),
      width - future.length,
    ),
  );
  if (futureAt + future.length <= width) {
    return [(' '.repeat(pastAt) + past).padEnd(futureAt) + future];
  }
  return [' '.repeat(pastAt) + past, padStart(future, width)];
}
