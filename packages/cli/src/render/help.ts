/** Help texts, made from the commands' own descriptions. */

import type { CommandDescription, Flags } from '../define-command.ts';
import type { Style } from './style.ts';
import { displayWidth, padEnd, wrap } from './text.ts';

/** What `gen --help` prints: every command with its summary. */
export function renderHelp(
  commands: readonly CommandDescription[],
  common: Flags,
  style: Style,
): string[] {
  const { colors } = style;
  return [
    'gen: small generative models, fitted, sampled and inspected from one command',
    '',
    colors.bold('Commands'),
    ...definitionList(
      commands.map((command) => [usageOf(command), command.summary]),
      style,
    ),
    '',
    colors.bold('Flags of every command'),
    ...flagList(common, style),
    '',
    ...wrap('gen COMMAND --help shows the flags of a command and examples.', style.width),
  ];
}

/** What `gen VERB --help` prints. */
export function renderCommandHelp(
  command: CommandDescription,
  common: Flags,
  style: Style,
): string[] {
  const { colors } = style;
  const groups = [...Object.entries(command.flags), ['Every command', common] as const];
  return [
    `${colors.bold('gen')} ${usageOf(command)} [flags]`,
    '',
    ...wrap(sentence(command.summary), style.width),
    '',
    ...definitionList(
      command.operands.map(({ name, describe }) => [name, describe]),
      style,
    ),
    ...groups.flatMap(([title, flags]) => ['', colors.bold(title), ...flagList(flags, style)]),
    '',
    colors.bold('Examples'),
    ...command.examples.flatMap(({ command: typed, about }) => [
      ...wrap(`  ${typed}`, style.width, 6),
      ...wrap(`      ${about}`, style.width, 6).map(colors.dim),
    ]),
  ];
}

/** Command and operands, as in `fit-ar FILE`. */
export function usageOf(command: CommandDescription): string {
  const operands = command.operands.map(({ name, many }) => (many ? `[${name}...]` : name));
  return [...command.path, ...operands].join(' ');
}

function flagList(flags: Flags, style: Style): string[] {
  return definitionList(
    Object.entries(flags).map(([name, flag]) => [
      `--${name}${flag.value === undefined ? '' : ` ${flag.choices?.join('|') ?? flag.value}`}`,
      flag.describe + (flag.default === undefined ? '' : ` [${flag.default}]`),
    ]),
    style,
  );
}

function definitionList(
  entries: readonly (readonly [string, string])[],
  { width, colors }: Style,
): string[] {
  const room = Math.min(28, Math.floor(width / 2));
  const termWidth = Math.min(room, Math.max(...entries.map(([term]) => displayWidth(term))));
  return entries.flatMap(([term, describe]) => {
    const [first = '', ...rest] = wrap(describe, width - termWidth - 4);
    const indent = ' '.repeat(termWidth + 4);
    const lines = rest.map((line) => indent + line);
    return displayWidth(term) > termWidth
      ? [`  ${colors.cyan(term)}`, indent + first, ...lines]
      : [`  ${colors.cyan(padEnd(term, termWidth))}  ${first}`, ...lines];
  });
}

function sentence(summary: string): string {
  return `${summary[0]?.toUpperCase() ?? ''}${summary.slice(1)}.`;
}
