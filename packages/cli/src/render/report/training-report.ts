/** The report of `gen train --report`: one page of HTML with curves of the losses and pictures of the training, and no script. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEvents } from '@ferrogen/core/node';
import type { TrainingResult } from '../../train/training-result.ts';
import { formatCount, formatDuration, formatValue } from '../numbers.ts';
import { lossFigures } from './loss-figures.ts';
import { pageStyle } from './page-style.ts';
import { escapeHtml, renderFigure } from './svg.ts';

/** Pictures that are shown, from the first to the last. */
const PICTURES = 6;

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
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 0 1.5rem; }
.pictures img { width: 100%; image-rendering: pixelated; display: block; }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(model)} on ${escapeHtml(data)}</h1>
<p>${formatCount(steps)} steps, ${formatValue(epochs, 3)} epochs, ${formatDuration(1000 * seconds)} on ${escapeHtml(backend)}, seed ${seed}.</p>
<p class="soft">Run ${escapeHtml(run)}. Losses at the end: ${lossText(result.losses)}.${
    result.evaluation === null ? '' : ` On the test images: ${lossText(result.evaluation)}.`
  }</p>
<h2>Losses</h2>
${lossFigures(events).map(renderFigure).join('\n')}
${picturesOf(run)}
</main>
</body>
</html>
`;
}

function lossText(losses: TrainingResult['losses']): string {
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
    const step = formatCount(Number(/\d+/.exec(name)![0]));
    const data = readFileSync(join(folder, name)).toString('base64');
    return `<figure>
<img src="data:image/png;base64,${data}" alt="Images that the model made after ${step} steps">
<figcaption>After ${step} steps.</figcaption>
</figure>`;
  });
  return `<h2>What it made</h2>
<p class="soft">The same places in the model's space each time.</p>
<div class="pictures">
${figures.join('\n')}
</div>`;
}
