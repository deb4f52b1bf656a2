/** The series and its forecast fan, drawn as SVG with words for those who cannot see it. */

import type { Forecast } from '@ferrogen/core';
import { layOutFan } from './fan-geometry.ts';

/** `history` are the last values before the forecast, oldest first. */
export function FanChart(props: { history: ArrayLike<number>; forecast: Forecast }) {
  const { history, forecast } = props;
  const { width, height, now, ticks, bands, ...lines } = layOutFan(history, forecast);
  const widest = forecast.intervals.at(-1);
  const words =
    `The last ${history.length} closes, then a forecast of ${forecast.steps} steps that ends at ` +
    `${forecast.mean.at(-1)?.toFixed(2)}, 95 % between ${widest?.lower.at(-1)?.toFixed(2)} and ` +
    `${widest?.upper.at(-1)?.toFixed(2)}.`;
  return (
    <figure>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
        {ticks.map(({ y, label }) => (
          <g key={label}>
            <line class="grid" x1={48} x2={width} y1={y} y2={y} />
            <text class="tick" x={42} y={y} text-anchor="end" dominant-baseline="middle">
              {label}
            </text>
          </g>
        ))}
        {bands.map(({ level, path }) => (
          <path key={level} class={`band band-${level * 100}`} d={path} />
        ))}
        <path class="history" d={lines.history} />
        <path class="mean" d={lines.mean} />
        <text class="tick" x={48} y={height - 8}>
          last {history.length} closes
        </text>
        <text class="tick" x={now} y={height - 8}>
          next {forecast.steps}
        </text>
      </svg>
      <figcaption>{words} Bands: 50, 80 and 95 %.</figcaption>
    </figure>
  );
}
