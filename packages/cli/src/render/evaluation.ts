/** Evaluations for people: a measure a line, and what it says. */

import type { EvaluationResult } from '../images/evaluation-result.ts';
import { formatCount, formatDuration, formatValue } from './numbers.ts';
import type { Style } from './style.ts';
import { padEnd, padStart } from './text.ts';

/** What measures mean, and which way is good. */
const meanings: Readonly<Record<string, string>> = {
  elbo: 'bound on the test images, nats an image; less is better',
  reconstruction: 'its part for what the code loses',
  kl: 'its part for what the code holds',
  nll: 'importance-weighted bound of the likelihood; less is better',
  nllStdError: 'its standard error over images',
  activeUnits: 'numbers of the code that are used',
  fid: 'Frechet distance of features to the training images; less is better',
  inceptionScore: 'sure and varied classes; up to the number of classes',
  precision: 'share of samples among real images',
  recall: 'share of real images among samples',
  density: 'samples around each real image; about 1',
  coverage: 'share of real images with a sample near',
  classKl: 'classes drawn beside real ones, nats; less is better',
  labelAccuracy: 'share of samples of the class that was asked for',
  nearestTrain: 'the nearest 1% of samples to a training image; near 0 is learnt by heart',
  nearestSample: 'the nearest 1% of samples to another; near 0 is repetition',
  loss: 'cross-entropy of the test images, nats; less is better',
  accuracy: 'share of the test images that are seen right',
};

export function renderEvaluation(result: EvaluationResult, { colors, glyphs }: Style): string[] {
  const { model, data, samples, file, metrics, classifier, seconds, backend } = result;
  const entries = Object.entries(metrics);
  const width = Math.max(...entries.map(([name]) => name.length));
  const drawn = samples === null ? '' : `, ${formatCount(samples)} samples`;
  const judge = classifier === null ? '' : `, features of ${classifier}`;
  return [
    `${colors.bold(model)} ${glyphs.dash} ${file}`,
    `${data}${drawn}${judge}`,
    '',
    ...entries.map(([name, value]) => {
      const number = padStart(formatValue(value, 5), 9);
      return `${colors.cyan(padEnd(name, width))} ${number}  ${colors.dim(meanings[name] ?? '')}`.trimEnd();
    }),
    '',
    colors.dim(`${formatDuration(1000 * seconds)} on ${backend}`),
  ];
}
