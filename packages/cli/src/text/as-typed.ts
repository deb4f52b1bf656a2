/** What the library says of options, in the words of the command line: a flag where there is one, else the field of a generation config. */

import { OptionError } from '@ferrogen/core';
import { UsageError } from '../errors.ts';
import { flagOf } from '../mend.ts';
import { generationFlags } from '../options/generation.ts';

/** Options whose flags are called otherwise. */
const renamed: Readonly<Record<string, string>> = {
  eosTokenIds: '--eos-token-id',
  forcedEosTokenIds: 'forced_eos_token_id',
  stopStrings: '--stop',
};

/** Options that the library's messages name besides those that have flags. */
const fieldsOnly = [
  'badWordsIds',
  'beginSuppressTokens',
  'diversityPenalty',
  'epsilonCutoff',
  'etaCutoff',
  'exponentialDecayLengthPenalty',
  'forceWordsIds',
  'forcedBosTokenId',
  'lengthRule',
  'minLength',
  'numBeamGroups',
  'padTokenId',
  'patience',
  'renormalizeLogits',
  'sequenceBias',
  'suppressTokens',
  'topH',
];

const flags = new Set(
  Object.values(generationFlags)
    .flatMap((group) => Object.keys(group))
    .filter((flag) => flag !== 'stop' && flag !== 'no-do-sample'),
);

/** An option as one types it. */
function typed(option: string): string {
  const own = renamed[option];
  if (own !== undefined) return own;
  const flag = flagOf(option);
  return flags.has(flag.slice(2)) ? flag : flag.slice(2).replaceAll('-', '_');
}

const options = [
  ...Object.keys(renamed),
  ...fieldsOnly,
  ...[...flags].map((flag) => flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())),
];
/** With the colon that code has between a name and its value. */
const names = new RegExp(`(?<![-\\w])(${options.join('|')})(?![-\\w])(: )?`, 'g');

/** The same refusal in words of the command line; any other error as it is. */
export function asTyped(error: unknown): unknown {
  if (!(error instanceof OptionError)) return error;
  if (error.option === 'prompts') return new UsageError(error.message);
  const message = error.message.replace(
    names,
    (_, name: string, colon?: string) => `${typed(name)}${colon === undefined ? '' : ' '}`,
  );
  const flag = typed(error.option);
  return new UsageError(
    message,
    flag.startsWith('--') ? `see ${flag} in --help` : `${flag} is a field of a generation config`,
  );
}
