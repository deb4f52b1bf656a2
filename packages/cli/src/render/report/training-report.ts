/** The report of `gen train --report`: one page of HTML with curves of the losses and pictures of the training, and no script. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePng, readEvents } from '@ferrogen/core/node';
import type { LossValues, TrainingEvent } from '@ferrogen/core/train';
import type { TrainingResult } from '../../train/training-result.ts';
import { counted, formatCount, formatDuration, formatValue } from '../numbers.ts';
import { lossFigures } from './loss-figures.ts';
import { pageStyle } from './page-style.ts';
import { escapeHtml, renderFigure } from './svg.ts';

/** Pictures that are shown, from the first to the last. */
const PICTURES = 6;
/** Pixels of the page that a picture is about as wide as: two stand side by side. */
const PICTURE_WIDTH = 380;

/** The page of a run that has come to its end. */
export function trainingReport(result: TrainingResult, run: string): string {
  const events = readEvents(join(run, 'log.jsonl'));
  const { model, data, steps, epochs, seconds, seed, backend } = result;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${model} on ${data}`)}</title>
<style>
${pageStyle}
.key { display: inline-block; vertical-align: middle; margin-right: .2rem; }
.key.line { width: 1.2rem; border-top: 2px solid var(--ink); }
.key.point { width: .5rem; height: .5rem; border-radius: 50%; background: var(--warm); }
.pictures img { max-width: 100%; height: auto; image-rendering: pixelated; display: block; }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(model)} on ${escapeHtml(data)}</h1>
<p>${formatCount(steps)} steps, ${formatValue(epochs, 3)} epochs, ${formatDuration(1000 * seconds)} on ${escapeHtml(backend)}, seed ${seed}.</p>
<p class="soft">Run ${escapeHtml(run)}. ${lastLosses(events)}</p>
<h2>Losses</h2>
<div class="pair">
${lossFigures(events).map(renderFigure).join('\n')}
</div>
${picturesOf(run)}
</main>
</body>
</html>
`;
}

/** Of the last whole epoch, or the last step where there was none; and of the test images. */
function lastLosses(events: readonly TrainingEvent[]): string {
  const epoch = events.findLast((event) => event.kind === 'epoch');
  const step = events.findLast((event) => event.kind === 'step');
  const test = events.findLast((event) => event.kind === 'evaluate');
  const told: string[] = [];
  if (epoch) told.push(`Means of the last whole epoch: ${lossText(epoch.losses)}.`);
  else if (step) told.push(`At the last step: ${lossText(step.losses)}.`);
  if (test)
    told.push(`On the test images at step ${formatCount(test.step)}: ${lossText(test.losses)}.`);
  return told.join(' ');
}

function lossText(losses: LossValues): string {
  return Object.entries(losses)
    .map(([name, value]) => `${escapeHtml(name)} ${formatValue(value, 5)}`)
    .join(', ');
}

/** Some of the pictures of the run, evenly chosen, the first and the last among them; nothing where there are none. */
function picturesOf(run: string): string {
  const folder = join(run, 'samples');
  const all = readdirSync(folder)
    .filter((name) => /^step-\d+\.png$/.test(name))
    .sort();
  if (all.length === 0) return '';
  const count = Math.min(PICTURES, all.length);
  const chosen = Array.from(
    { length: count },
    (_, k) => all[count === 1 ? 0 : Math.round((k * (all.length - 1)) / (count - 1))]!,
  );
  const figures = chosen.map((name) => {
    const step = Number(/\d+/.exec(name)![0]);
    const when = step === 0 ? 'before the first step' : `after ${counted(step, 'step')}`;
    const bytes = readFileSync(join(folder, name));
    const { width, height } = decodePng(bytes, name);
    // Whole pixels of the page for each of the picture's, so that none is wider than its neighbour.
    const scale = Math.max(1, Math.floor(PICTURE_WIDTH / width));
    return `<figure>
<img src="data:image/png;base64,${bytes.toString('base64')}" width="${scale * width}" height="${scale * height}" alt="Grid of images that the model made ${when}">
<figcaption>${when.replace(/^./, (letter) => letter.toUpperCase())}.</figcaption>
</figure>`;
  });
  return `<h2>What it made</h2>
<p class="soft">The same places in the model's space each time.</p>
<div class="pair pictures">
${figures.join('\n')}
</div>`;
}
