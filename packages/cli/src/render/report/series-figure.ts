/** The series and the fan of its forecast. */

import type { Forecast } from '@ferrogen/core';
import { formatLevel, formatValue } from '../numbers.ts';
import {
  escapeHtml,
  type Figure,
  linearScale,
  margin,
  rangeOf,
  renderAxes,
  type Scale,
} from './svg.ts';
import { thinSeries } from './thin.ts';

const width = 760;
const height = 300;

/** `from` is the 1-based number of the first of the values in the whole series. */
export function seriesFigure(
  id: string,
  title: string,
  values: Float64Array,
  forecast: Forecast | null,
  { name, from }: { name: string; from: number },
): Figure {
  const steps = forecast?.steps ?? 0;
  const bands = forecast?.intervals.toSorted((a, b) => b.level - a.level) ?? [];
  const { low, high } = rangeOf([
    ...Object.values(rangeOf(values)),
    ...(forecast?.mean ?? []),
    ...bands.flatMap(({ lower, upper }) => [...lower, ...upper]),
  ]);
  const last = from + values.length - 1;
  const x = linearScale(from, last + steps, margin.left, width - margin.right);
  const y = linearScale(low, high, height - margin.bottom, margin.top);
  const end = values.at(-1)!;
  const lines = thinSeries(values, width - margin.left - margin.right).map(
    (line) =>
      `<path class="series" d="${path(
        line.map(([i, value]) => [from + i, value]),
        x,
        y,
      )}"/>`,
  );
  const fan = forecast
    ? [
        ...bands.map(
          ({ level, lower, upper }) =>
            `<path class="band" d="${bandPath(lower, upper, last, end, x, y)}"><title>${formatLevel(level)} interval</title></path>`,
        ),
        `<path class="mean" d="${path(
          [end, ...forecast.mean].map((value, step) => [last + step, value]),
          x,
          y,
        )}"/>`,
      ]
    : [];
  const levels = bands.map(({ level }) => formatLevel(level)).reverse();
  const reach = forecast
    ? `, then ${steps} forecast steps ending at ${formatValue(forecast.mean.at(-1)!)}`
    : '';
  return {
    id,
    title,
    description: `Line of values ${from} to ${last} of ${name}, from ${formatValue(low)} to ${formatValue(high)} with the forecast${reach}.`,
    width,
    height,
    body: [renderAxes(x, y, { x: 'value number', y: name }), ...fan, ...lines].join('\n'),
    caption: escapeHtml(
      forecast
        ? `Values ${from} to ${last}, and the forecast with ${levels.join(', ')} intervals.`
        : `Values ${from} to ${last}.`,
    ),
  };
}

function path(points: readonly (readonly [number, number])[], x: Scale, y: Scale): string {
  return points
    .filter(([, value]) => Number.isFinite(value))
    .map(([time, value], i) => `${i === 0 ? 'M' : 'L'}${x.at(time)} ${y.at(value)}`)
    .join('');
}

/** Along the upper bound and back along the lower one; it opens at the last value. */
function bandPath(
  lower: readonly number[],
  upper: readonly number[],
  last: number,
  end: number,
  x: Scale,
  y: Scale,
): string {
  const forth = [end, ...upper].map((value, step) => [last + step, value] as const);
  const back = lower.map((value, step) => [last + 1 + step, value] as const).reverse();
  return `${path([...forth, ...back], x, y)}Z`;
}
