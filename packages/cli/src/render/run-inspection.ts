/** The view of a training run on a terminal. */

import type { RunInspection } from '../inspect/inspection.ts';
import { counted, formatCount, formatValue } from './numbers.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';
import { printable, wrap } from './text.ts';

export function renderRun(inspection: RunInspection, style: Style): string[] {
  const { file, model, config, settings, card, checkpoint, sample, film, problem } = inspection;
  const { width, colors, glyphs } = style;
  const trained = settings === null ? '' : ` on ${settings.data}, seed ${settings.seed}`;
  const place = checkpoint && `step ${formatCount(checkpoint.step)} in ${checkpoint.path}`;
  const facts: [string, string | null][] = [
    ['config', config && pairs(config, ' ')],
    ['trained', settings && settingsText(settings)],
    ['checkpoint', checkpoint && `${place}, trained on ${checkpoint.backend}`],
    ['pictures', sample],
    ['film', film],
  ];
  const lines = (text: string) => wrap(printable(text), width, 2);
  return [
    ...lines(`${file}  run of a ${model ?? 'model'}${trained}, ${stepsText(inspection)}`),
    ...facts.flatMap(([name, text]) => (text === null ? [] : lines(`${name} ${text}`))),
    ...lossTable(inspection, style),
    ...inspection.warnings.flatMap((warning) => lines(`${glyphs.bad} ${warning}`)),
    ...(problem === null ? [] : ['', ...lines(`${glyphs.bad} ${problem.message}`)]),
    ...(problem === null || problem.hint === null ? [] : lines(`hint: ${problem.hint}`)),
    ...(card === null ? [] : ['', ...card.split('\n').flatMap(lines).map(colors.dim)]),
    ...(sample === null ? [] : ['']),
  ];
}

function stepsText({ steps, stepsInAll }: RunInspection): string {
  if (stepsInAll === null) return counted(steps, 'step');
  return `${formatCount(steps)} of ${counted(stepsInAll, 'step')}`;
}

function settingsText(settings: NonNullable<RunInspection['settings']>): string {
  const set = pairs(settings.settings, '=');
  return `in batches of ${formatCount(settings.batchSize)}${set === '' ? '' : `, with ${set}`}`;
}

function pairs(values: object, between: string): string {
  const texts = Object.entries(values).map(
    ([name, value]) =>
      `${name}${between}${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return texts.join(', ');
}

/** Losses in columns: of the last step, of the last epoch, of the last look at the test images. */
function lossTable({ losses }: RunInspection, { width, colors }: Style): string[] {
  const { step, epoch, evaluate } = losses;
  const rows = [
    { name: 'last step', at: step },
    { name: epoch === null ? '' : `epoch ${epoch.epoch}`, at: epoch },
    { name: 'test images', at: evaluate },
  ].flatMap(({ name, at }) => (at === null ? [] : [{ name, at }]));
  if (rows.length === 0) return [];
  const names = [...new Set(rows.flatMap(({ at }) => Object.keys(at.losses)))];
  const [header, ...cells] = renderTable(
    [
      { header: 'losses', cells: rows.map(({ name }) => name), align: 'left' },
      { header: 'step', cells: rows.map(({ at }) => formatCount(at.step)) },
      ...names.map((name, k) => ({
        header: printable(name),
        cells: rows.map(({ at }) => {
          const value = at.losses[name];
          return value === undefined ? '' : formatValue(value, 5);
        }),
        // Of many the first ones say most.
        leaveOut: k + 1,
      })),
    ],
    width,
  );
  return ['', colors.dim(header!), ...cells];
}
