/** The flags that say which numbers of a file make the series, and how they are transformed. */

import type { Flags } from '../define-command.ts';
import { UsageError } from '../errors.ts';
import type { Arguments } from './arguments.ts';

export const seriesFlags = {
  column: { value: 'NAME|N', describe: 'column of values, by name or number from 1' },
  'date-column': { value: 'NAME|N', describe: 'column of dates; it only orders the rows' },
  where: {
    value: 'NAME=VALUE',
    describe: 'only rows whose cell equals VALUE; repeat to narrow down',
    repeat: true,
  },
  missing: {
    value: 'HOW',
    choices: ['refuse', 'segments'],
    describe: 'a gap is refused, or cuts the series into segments',
    default: 'refuse',
  },
  delimiter: { value: 'CHAR', describe: 'between cells: one character, tab or space' },
  decimal: { value: 'MARK', choices: ['point', 'comma'], describe: 'decimal sign of the numbers' },
  'no-header': { describe: 'the first line holds values, not names' },
} satisfies Flags;

export const transformFlags = {
  'log-returns': { describe: 'fit ln(y[t] / y[t-1]) instead of the values' },
  diff: { value: 'D', describe: 'fit the D-th differences (after --log-returns)', default: '0' },
} satisfies Flags;

/** How the file is read; a key is absent where the flag was not given. */
export interface ReadOptions {
  readonly column?: string;
  readonly dateColumn?: string;
  readonly where?: readonly { readonly column: string; readonly value: string }[];
  readonly missing?: 'refuse' | 'segments';
  readonly delimiter?: string;
  readonly decimal?: '.' | ',';
  readonly header?: false;
}

/** What is done to the values before they are modelled; null where the flag was not given. */
export interface TransformOptions {
  readonly logReturns: boolean | null;
  readonly diff: number | null;
}

export function parseReadOptions(args: Arguments): ReadOptions {
  const column = args.text('column');
  const dateColumn = args.text('date-column');
  const where = args.texts('where').map(parseCondition);
  const missing = args.choice('missing', ['refuse', 'segments']);
  const delimiter = args.text('delimiter');
  const decimal = args.text('decimal');
  return {
    ...(column === null ? {} : { column }),
    ...(dateColumn === null ? {} : { dateColumn }),
    ...(where.length === 0 ? {} : { where }),
    ...(missing === null ? {} : { missing }),
    ...(delimiter === null ? {} : { delimiter: parseDelimiter(delimiter) }),
    ...(decimal === null ? {} : { decimal: parseDecimal(decimal) }),
    ...(args.isOn('no-header') ? { header: false } : {}),
  };
}

export function parseTransform(args: Arguments): TransformOptions {
  return {
    logReturns: args.isOn('log-returns') ? true : null,
    diff: args.integer('diff', { max: 10 }),
  };
}

function parseCondition(word: string): { column: string; value: string } {
  const at = word.indexOf('=');
  if (at < 1) {
    throw new UsageError(
      `--where must be NAME=VALUE, got '${word}'`,
      'for example --where symbol=AAPL',
    );
  }
  return { column: word.slice(0, at), value: word.slice(at + 1) };
}

function parseDecimal(word: string): '.' | ',' {
  if (word === 'point' || word === '.') return '.';
  if (word === 'comma' || word === ',') return ',';
  throw new UsageError(`--decimal must be point or comma, or the sign itself, got '${word}'`);
}

function parseDelimiter(word: string): string {
  const named: Record<string, string> = { tab: '\t', '\\t': '\t', space: ' ', comma: ',' };
  const delimiter = named[word] ?? word;
  if (delimiter.length !== 1 || delimiter.charCodeAt(0) > 127 || /["\r\n]/.test(delimiter)) {
    throw new UsageError(
      `--delimiter must be one ASCII character (no quote), tab or space, got '${word}'`,
    );
  }
  return delimiter;
}
