/** Curves of a training's losses: means over stretches of steps, and the evaluations as dots. */

import type { TrainingEvent } from '@ferrogen/core/train';
import { formatValue } from '../numbers.ts';
import { escapeHtml, type Figure, linearScale, margin, rangeOf, renderAxes } from './svg.ts';

const width = 760;
const height = 240;
/** Points of a curve: as many means of equal stretches. */
const POINTS = 300;

type Point = readonly [step: number, value: number];

/** One figure for each loss of the steps. */
export function lossFigures(events: readonly TrainingEvent[]): Figure[] {
  const names = new Set<string>();
  for (const event of events)
    if (event.kind === 'step') for (const name of Object.keys(event.losses)) names.add(name);
  return [...names].map((name) => lossFigure(name, events));
}

function lossFigure(name: string, events: readonly TrainingEvent[]): Figure {
  const steps = pointsOf(events, 'step', name);
  const curve = meansOf(steps);
  const tests = pointsOf(events, 'evaluate', name);
  // The first stretch of a training is far above all others, and would press them flat.
  const settled = curve.slice(Math.min(curve.length - 1, Math.ceil(curve.length / 50)));
  const { low, high } = rangeOf([...settled, ...tests].map(([, value]) => value));
  const x = linearScale(1, steps.at(-1)?.[0] ?? 1, margin.left, width - margin.right);
  const y = linearScale(low, high, height - margin.bottom, margin.top);
  const path = settled.map(
    ([step, value], k) => `${k === 0 ? 'M' : 'L'}${x.at(step)} ${y.at(value)}`,
  );
  const dots = tests.map(
    ([step, value]) =>
      `<circle class="root" cx="${x.at(step)}" cy="${y.at(value)}" r="3"><title>step ${step}: ${formatValue(value, 5)}</title></circle>`,
  );
  const last = curve.at(-1)?.[1] ?? null;
  const ends = `ends at ${formatValue(last, 5)}`;
  const dotted = tests.length === 0 ? '' : '; dots are the test images';
  return {
    id: `loss-${name.replace(/[^a-z]+/gi, '-')}`,
    title: name,
    description: `Line of the loss ${name} over ${steps.length} steps; it ${ends}.`,
    width,
    height,
    body: [
      renderAxes(x, y, { x: 'step', y: name }),
      `<path class="series" d="${path.join('')}"/>`,
      ...dots,
    ].join('\n'),
    caption: escapeHtml(`Means of stretches of steps; ${ends}${dotted}.`),
  };
}

function pointsOf(
  events: readonly TrainingEvent[],
  kind: 'step' | 'evaluate',
  name: string,
): Point[] {
  return events.flatMap((event) => {
    if (event.kind !== kind) return [];
    const value = event.losses[name];
    return value === undefined ? [] : [[event.step, value] as const];
  });
}

/** Means of equal stretches, each at its last step. */
function meansOf(points: readonly Point[]): Point[] {
  const length = Math.max(1, Math.ceil(points.length / POINTS));
  const means: Point[] = [];
  for (let first = 0; first < points.length; first += length) {
    const stretch = points.slice(first, first + length);
    const sum = stretch.reduce((total, [, value]) => total + value, 0);
    means.push([stretch.at(-1)![0], sum / stretch.length]);
  }
  return means;
}
