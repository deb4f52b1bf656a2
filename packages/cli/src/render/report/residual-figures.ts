/** What the residuals look like: their autocorrelations, and their quantiles against the normal distribution's. */

import { normalQuantile } from '@ferrogen/core';
import { formatValue } from '../numbers.ts';
import { type Figure, linearScale, margin, rangeOf, renderAxes } from './svg.ts';
import { thinRanks } from './thin.ts';

const width = 370;
const height = 300;

/** Bars of the autocorrelations at lags 1, 2, ... with the 95 % bounds of white noise, ±1.96 / sqrt(nobs). */
export function autocorrelationFigure(autocorrelations: ArrayLike<number>, nobs: number): Figure {
  const bars = Array.from(autocorrelations);
  const bound = 1.959963984540054 / Math.sqrt(nobs);
  const { low, high } = rangeOf([...bars, -1.3 * bound, 1.3 * bound]);
  const x = linearScale(0, bars.length + 1, margin.left, width - margin.right);
  const y = linearScale(low, high, height - margin.bottom, margin.top);
  const outside = bars.flatMap((value, i) => (Math.abs(value) > bound ? [i + 1] : []));
  const drawn = bars.map(
    (value, i) =>
      `<path class="bar" d="M${x.at(i + 1)} ${y.at(0)}V${y.at(value)}"><title>lag ${i + 1}: ${formatValue(value, 3)}</title></path>`,
  );
  const bounds = [-bound, bound].map(
    (value) => `<path class="bound" d="M${x.at(x.low)} ${y.at(value)}H${x.at(x.high)}"/>`,
  );
  const verdict =
    outside.length === 0
      ? 'All lie within the bounds.'
      : `Outside the bounds: lag ${outside.slice(0, 10).join(', ')}${outside.length > 10 ? ', ...' : ''}.`;
  return {
    id: 'acf',
    title: 'Autocorrelation of the residuals',
    description: `Bars for lags 1 to ${bars.length}. ${verdict}`,
    width,
    height,
    body: [
      renderAxes(x, y, { x: 'lag', y: 'autocorrelation' }),
      `<path class="axis" d="M${x.at(x.low)} ${y.at(0)}H${x.at(x.high)}"/>`,
      ...bounds,
      ...drawn,
    ].join('\n'),
    caption: `Dashed: the 95% bounds of white noise, ±${formatValue(bound, 3)}. ${verdict}`,
  };
}

/** Standardised residuals in ascending order against normal quantiles; points off the line are tails. */
export function quantileFigure(residuals: Float64Array): Figure {
  const n = residuals.length;
  const mean = residuals.reduce((sum, value) => sum + value, 0) / n;
  const variance = residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const sorted = residuals.toSorted();
  const points = thinRanks(n, 400).map((rank) => ({
    normal: normalQuantile((rank + 0.5) / n),
    residual: variance > 0 ? (sorted[rank]! - mean) / Math.sqrt(variance) : 0,
  }));
  const reach = rangeOf(points.map(({ normal }) => normal));
  const { low, high } = rangeOf(points.flatMap(({ normal, residual }) => [normal, residual]));
  const x = linearScale(reach.low, reach.high, margin.left, width - margin.right);
  const y = linearScale(low, high, height - margin.bottom, margin.top);
  return {
    id: 'qq',
    title: 'Quantiles of the residuals',
    description: `Standardised residuals against normal quantiles; the smallest is ${formatValue(points[0]!.residual, 3)}, the largest ${formatValue(points.at(-1)!.residual, 3)}, where a normal distribution would have ${formatValue(reach.low, 3)} and ${formatValue(reach.high, 3)}.`,
    width,
    height,
    body: [
      renderAxes(x, y, { x: 'normal quantile', y: 'standardised residual' }),
      `<path class="bound" d="M${x.at(reach.low)} ${y.at(reach.low)}L${x.at(reach.high)} ${y.at(reach.high)}"/>`,
      ...points.map(
        ({ normal, residual }) =>
          `<circle class="dot" cx="${x.at(normal)}" cy="${y.at(residual)}" r="2"/>`,
      ),
    ].join('\n'),
    caption: 'Normal residuals would lie on the dashed line.',
  };
}
