/** Trainings in words: the line of progress, and what is told at the end. */

import type { LossValues, TrainingProgress } from '@ferrogen/core/train';
import type { TrainingResult } from '../train/training-result.ts';
import { counted, formatCount, formatDuration, formatValue } from './numbers.ts';
import type { Style } from './style.ts';
import { displayWidth, padEnd, renderNext } from './text.ts';

/**
 * One line: the step, the losses, the speed and the time left. Pieces that do not fit the width are left out, the last
 * losses first.
 */
export function progressLine(progress: TrainingProgress, width: number): string {
  const { step, steps, epoch, losses, examplesPerSecond, secondsLeft } = progress;
  const place =
    steps === null
      ? `step ${formatCount(step)}`
      : `step ${formatCount(step)}/${formatCount(steps)}`;
  const left = secondsLeft === null ? [] : [`${formatDuration(1000 * secondsLeft)} left`];
  const speed =
    examplesPerSecond === null ? [] : [`${formatCount(roundedSpeed(examplesPerSecond))} images/s`];
  const values = Object.entries(losses).map(([name, value]) => `${name} ${formatValue(value, 4)}`);
  for (let shown = values.length; ; shown--) {
    const line = [
      place,
      `epoch ${epoch}`,
      ...values.slice(0, Math.max(0, shown)),
      ...speed,
      ...left,
    ].join(', ');
    if (displayWidth(line) <= width) return line;
    if (shown <= 0) return [place, ...left].join(', ').slice(0, Math.max(0, width));
  }
}

/** Two digits say all that a speed is good for. */
function roundedSpeed(speed: number): number {
  return Number(speed.toPrecision(2));
}

/** What a training came to. */
export function renderTraining(
  result: TrainingResult,
  { gif, next }: { readonly gif: string | null; readonly next: readonly string[] | null },
  { colors, glyphs, width }: Style,
): string[] {
  const { model, data, steps, epochs, seconds, imagesPerSecond, backend, run } = result;
  const rows: [string, string][] = [];
  const speed =
    imagesPerSecond === null ? '' : `, ${formatCount(roundedSpeed(imagesPerSecond))} images/s`;
  rows.push([
    'trained',
    `${counted(steps, 'step')}, ${formatValue(epochs, 3)} epoch${epochs === 1 ? '' : 's'} in ${formatDuration(1000 * seconds)}${speed} on ${backend}`,
  ]);
  rows.push(['losses', lossText(result.losses)]);
  if (result.evaluation !== null) rows.push(['test', lossText(result.evaluation)]);
  rows.push(['run', run]);
  if (gif !== null) rows.push(['film', gif]);
  const title = `${colors.bold(model)} ${glyphs.dash} ${data}`;
  const lines = rows.map(([name, text]) => `${colors.cyan(padEnd(name, 7))} ${text}`);
  return [title, ...lines, ...(next === null ? [] : ['', ...renderNext(next, width)])];
}

function lossText(losses: LossValues): string {
  const entries = Object.entries(losses);
  if (entries.length === 0) return 'none: no step was made';
  return entries.map(([name, value]) => `${name} ${formatValue(value, 5)}`).join(', ');
}
