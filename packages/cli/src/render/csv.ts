/** Results as CSV: full precision, LF, a header. */

import type { Forecast } from '@ferrogen/core';

/** One line per step: mean, standard error, then lower and upper of each level (`lower95`, `upper95`). */
export function forecastCsv({ mean, stdError, intervals }: Forecast): string {
  const percent = (level: number): string => String(Number((100 * level).toPrecision(10)));
  const header = [
    'step',
    'mean',
    'stdError',
    ...intervals.flatMap(({ level }) => [`lower${percent(level)}`, `upper${percent(level)}`]),
  ];
  const rows = mean.map((value, step) => [
    step + 1,
    value,
    stdError[step],
    ...intervals.flatMap(({ lower, upper }) => [lower[step], upper[step]]),
  ]);
  return `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

/** How many lines go into one piece of text: enough for fast writing, little enough for memory. */
const linesPerPiece = 8192;

/** Told how much is done, from 0 to 1, before each piece. */
export type Report = (fraction: number) => void;

/** Sample paths, row-major [paths, steps], as `path,step,value` lines in pieces. */
export function* pathsCsv(
  values: Float64Array,
  steps: number,
  report: Report = () => {},
): Generator<string, void> {
  let piece = 'path,step,value\n';
  for (let i = 0; i < values.length; i++) {
    piece += `${Math.floor(i / steps) + 1},${(i % steps) + 1},${values[i]}\n`;
    if ((i + 1) % linesPerPiece === 0) {
      report(i / values.length);
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}

/** The same paths as a JSON array of arrays in pieces; a value that is not finite becomes null. */
export function* pathsJson(
  values: Float64Array,
  steps: number,
  report: Report = () => {},
): Generator<string, void> {
  let piece = '[';
  let pending = 0;
  for (let start = 0; start < values.length; start += steps) {
    const path = Array.from(values.subarray(start, start + steps));
    piece += `${start === 0 ? '' : ','}${JSON.stringify(path)}`;
    pending += steps;
    if (pending >= linesPerPiece) {
      report(start / values.length);
      yield piece;
      piece = '';
      pending = 0;
    }
  }
  yield `${piece}]`;
}
