/**
 * Where the lines and bands of a fan chart go, as SVG paths in its own units. Draws nothing.
 */

import type { Forecast } from '@ferrogen/core';

/** A chart laid out: paths and axis labels. */
export interface FanGeometry {
  readonly width: number;
  readonly height: number;
  /** The values so far. */
  readonly history: string;
  /** The forecast's mean, from the last value on. */
  readonly mean: string;
  /** Widest first, so that narrower bands lie on top. */
  readonly bands: readonly { readonly level: number; readonly path: string }[];
  /** x of the last value. */
  readonly now: number;
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
}

const width = 720;
const height = 300;
const margin = { left: 48, right: 8, top: 12, bottom: 28 };

type Point = readonly [x: number, y: number];

/** Lays out the last values of a series, oldest first, and the forecast that follows them. */
export function layOutFan(history: ArrayLike<number>, forecast: Forecast): FanGeometry {
  const values = Array.from(history);
  const last = values.length - 1;
  const start = values[last] ?? 0;
  const all = [...values, ...forecast.mean];
  for (const { lower, upper } of forecast.intervals) all.push(...lower, ...upper);
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];

  const x = (index: number) =>
    margin.left + (index / (last + forecast.steps)) * (width - margin.left - margin.right);
  const y = (value: number) =>
    margin.top +
    ((highest - value) / (highest - lowest || 1)) * (height - margin.top - margin.bottom);
  // Every line of the fan begins at the last value, which is known.
  const ahead = (line: readonly number[]): Point[] =>
    [start, ...line].map((value, step) => [x(last + step), y(value)]);

  return {
    width,
    height,
    history: pathOf(values.map((value, index) => [x(index), y(value)])),
    mean: pathOf(ahead(forecast.mean)),
    bands: forecast.intervals
      .toSorted((a, b) => b.level - a.level)
      .map(({ level, lower, upper }) => ({
        level,
        path: `${pathOf([...ahead(upper), ...ahead(lower).reverse()])}Z`,
      })),
    now: x(last),
    ticks: roundTicks(lowest, highest).map((value) => ({ y: y(value), label: String(value) })),
  };
}

/** Two to seven round numbers between two values, or the one value where they are equal. */
export function roundTicks(lowest: number, highest: number): number[] {
  const span = highest - lowest;
  if (!(span > 0)) return [lowest];
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= 6) ?? span;
  const first = Math.ceil(lowest / step);
  const count = Math.floor(highest / step) - first + 1;
  // Rounded, because the product of a whole number and 0.1 has a tail of digits.
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function pathOf(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}`;
}
