/** Generated texts on a terminal: one behind its prompt, or the best of several below it. */

import type { Style } from './style.ts';
import { padStart, printable, wrap } from './text.ts';

/** Texts of one prompt, the best first. */
export interface PromptTexts {
  readonly prompt: string;
  readonly texts: readonly RankedText[];
}

/** One text, and what it is worth. */
export interface RankedText {
  readonly text: string;
  /** What ranked the beams, or null. */
  readonly score: number | null;
  /** Sum of the log-probabilities, or null where it is not known. */
  readonly logProb: number | null;
}

/** A text with its own lines, fit for a terminal: what would command it is shown. */
export function onTerminal(text: string): string {
  return text.replace(/[^\n\t]+/g, printable);
}

/** A text on one line. */
export function onOneLine(text: string): string {
  return printable(text.replaceAll('\n', '\\n').replaceAll('\t', '\\t'));
}

/** The prompt, then a numbered line for each text: the words that all of them share are dim, the first that differs is bold. */
export function renderRanked({ prompt, texts }: PromptTexts, style: Style): string[] {
  const { colors, width } = style;
  const shared = sharedWords(texts.map(({ text }) => text.split(' ')));
  const columns = [
    { name: '', cells: texts.map((_, k) => `${k + 1}`) },
    { name: 'score', cells: texts.map(({ score }) => fixed(score)) },
    { name: 'log p', cells: texts.map(({ logProb }) => fixed(logProb)) },
  ].filter(({ cells }) => cells.some((cell) => cell !== ''));
  const widths = columns.map(({ name, cells }) =>
    Math.max(name.length, ...cells.map(({ length }) => length)),
  );
  const row = (cellOf: (column: number) => string) =>
    columns.map((_, c) => padStart(cellOf(c), widths[c]! + (c === 0 ? 1 : 2))).join('');
  const indent = row(() => '').length + 2;
  const names = row((c) => columns[c]!.name).trimEnd();
  return [
    ...wrap(onTerminal(prompt).replaceAll('\n', ' '), width).map(colors.dim),
    ...(names === '' ? [] : [colors.dim(names)]),
    ...texts.flatMap(({ text }, k) => {
      const words = text.split(' ').map((word, w) => {
        const shown = onOneLine(word);
        if (w < shared) return colors.dim(shown);
        return w === shared && texts.length > 1 ? colors.bold(shown) : shown;
      });
      // The first word is empty where a text begins with a blank.
      const said = words.join(' ').replace(/^ /, '');
      const lines = wrap(said, Math.max(20, width - indent));
      const head = `${row((c) => columns[c]!.cells[k]!)}  `;
      return lines.map((line, l) => `${l === 0 ? head : ' '.repeat(indent)}${line}`);
    }),
  ];
}

/** How many words all texts begin with; none of one text alone. */
function sharedWords(texts: readonly (readonly string[])[]): number {
  const [first = [], ...others] = texts;
  if (others.length === 0) return 0;
  const end = first.findIndex((word, w) => others.some((words) => words[w] !== word));
  return end < 0 ? first.length : end;
}

function fixed(value: number | null): string {
  return value === null ? '' : value.toFixed(2);
}
