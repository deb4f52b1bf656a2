/** Curves of a training's losses: means over stretches of steps, and the evaluations as dots. */

import type { TrainingEvent } from '@ferrogen/core/train';
import { formatValue } from '../numbers.ts';
import { type Figure, linearScale, margin, rangeOf, renderAxes } from './svg.ts';

const width = 370;
const height = 240;
/** Points of a curve: as many means of equal stretches, a pixel or so each. */
const POINTS = 300;
/** The share of the steps that the axis does not count: a training begins far above what follows, which would be pressed flat. */
const BEGINNING = 0.1;

type Point = readonly [step: number, value: number];

/** One figure for each loss of the steps. */
export function lossFigures(events: readonly TrainingEvent[]): Figure[] {
  const names = new Set<string>();
  for (const event of events)
    if (event.kind === 'step') for (const name of Object.keys(event.losses)) names.add(name);
  return [...names].map((name) => lossFigure(name, events));
}

function lossFigure(name: string, events: readonly TrainingEvent[]): Figure {
  const id = `loss-${name.replace(/[^a-z]+/gi, '-')}`;
  const steps = pointsOf(events, 'step', name);
  const { means, length } = meansOf(steps);
  const tests = pointsOf(events, 'evaluate', name);
  const settled = means.slice(Math.min(means.length - 1, Math.floor(means.length * BEGINNING)));
  const { low, high } = rangeOf([...settled, ...tests].map(([, value]) => value));
  const room = 0.1 * (high - low);
  const x = linearScale(1, steps.at(-1)![0], margin.left, width - margin.right);
  const y = linearScale(low - room, high + room, height - margin.bottom, margin.top);
  const frame = {
    left: x.at(x.low),
    top: y.at(y.high),
    width: x.at(x.high) - x.at(x.low),
    height: y.at(y.low) - y.at(y.high),
  };
  const path = means.map(
    ([step, value], k) => `${k === 0 ? 'M' : 'L'}${x.at(step)} ${y.at(value)}`,
  );
  const dots = tests.map(
    ([step, value]) =>
      `<circle class="root" cx="${x.at(step)}" cy="${y.at(value)}" r="3"><title>step ${step}: ${formatValue(value, 5)}</title></circle>`,
  );
  const [first, last] = [formatValue(means[0]![1], 5), formatValue(means.at(-1)![1], 5)];
  const lastTest = tests.at(-1)?.[1] ?? null;
  const ofTests = lastTest === null ? '' : `, of the test images ${formatValue(lastTest, 5)}`;
  return {
    id,
    title: name,
    description: `Line of the loss ${name} over ${steps.length} steps, from ${first} to ${last}${ofTests}.`,
    width,
    height,
    body: [
      `<clipPath id="${id}-frame"><rect x="${frame.left}" y="${frame.top}" width="${frame.width}" height="${frame.height}"/></clipPath>`,
      renderAxes(x, y, { x: 'step', y: name }),
      `<path class="series" clip-path="url(#${id}-frame)" d="${path.join('')}"/>`,
      ...dots,
    ].join('\n'),
    caption: [
      `<span class="key line"></span>&nbsp;${length === 1 ? 'each step' : `means of ${length} steps`}, from ${first} to ${last}`,
      ...(lastTest === null
        ? []
        : [`<span class="key point"></span>&nbsp;test images, last ${formatValue(lastTest, 5)}`]),
    ].join('; '),
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

/** Means of stretches of `length` steps, each at its last step. */
function meansOf(points: readonly Point[]): { means: Point[]; length: number } {
  const length = Math.max(1, Math.ceil(points.length / POINTS));
  const means: Point[] = [];
  for (let first = 0; first < points.length; first += length) {
    const stretch = points.slice(first, first + length);
    const sum = stretch.reduce((total, [, value]) => total + value, 0);
    means.push([stretch.at(-1)![0], sum / stretch.length]);
  }
  return { means, length };
}
