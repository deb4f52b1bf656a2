/** Flags that say how text is generated. Each is a field of transformers' `GenerationConfig`, and they are read into those fields. */

import type { GenerationConfigFields } from '@ferrogen/core/text';
import type { Flags } from '../define-command.ts';
import { UsageError } from '../errors.ts';
import type { Arguments } from './arguments.ts';

const earlyStopping = ['true', 'false', 'never'] as const;

/** Flags under the headings of help. */
export const generationFlags = {
  Length: {
    'max-new-tokens': {
      value: 'N',
      describe: 'tokens to generate at most',
      default: '20, or what the model holds',
    },
    'max-length': { value: 'N', describe: 'the same, with those of the longest prompt counted' },
    'min-new-tokens': { value: 'N', describe: 'no end of text before so many' },
    'eos-token-id': {
      value: 'IDS',
      describe: 'tokens that end a text, such as 5,7; or none',
      default: "the model's",
    },
    stop: { value: 'TEXT', repeat: true, describe: 'end before this text; may be repeated' },
  },
  Search: {
    'num-beams': { value: 'N', describe: 'beams of a prompt', default: '1' },
    'num-return-sequences': {
      value: 'N',
      describe: 'texts of a prompt, best first',
      default: '1',
    },
    'early-stopping': {
      value: 'WHEN',
      choices: earlyStopping,
      describe:
        'with beams, end when enough texts are finished (true), when no beam can beat them as it stands (false) or at any length (never)',
      default: 'false',
    },
    'length-penalty': {
      value: 'X',
      describe: 'with beams, the power of the length that scores are divided by',
      default: '1',
    },
    'no-repeat-ngram-size': { value: 'N', describe: 'no run of so many tokens occurs twice' },
    'repetition-penalty': {
      value: 'X',
      describe: 'above 1, tokens that stand already are less likely',
      default: '1',
    },
  },
  Sampling: {
    'do-sample': { describe: 'draw tokens instead of taking the likeliest' },
    'no-do-sample': { describe: 'draw none, whatever a generation config says' },
    temperature: { value: 'X', describe: 'what logits are divided by', default: '1' },
    'top-k': { value: 'N', describe: 'draw from the N likeliest; 0 for all', default: '50' },
    'top-p': { value: 'P', describe: 'draw from the fewest that have this probability' },
    'min-p': { value: 'P', describe: "draw from those with this share of the likeliest one's" },
    'typical-p': { value: 'P', describe: 'draw from the most typical with this probability' },
  },
} satisfies Readonly<Record<string, Flags>>;

const wholeNumbers = [
  'max-new-tokens',
  'max-length',
  'min-new-tokens',
  'num-beams',
  'num-return-sequences',
  'no-repeat-ngram-size',
  'top-k',
];

const decimals = [
  'length-penalty',
  'repetition-penalty',
  'temperature',
  'top-p',
  'min-p',
  'typical-p',
];

/** What the flags say, under transformers' names; only fields that were given. Which of them make sense together, `generate` knows. */
export function parseGeneration(args: Arguments): GenerationConfigFields {
  const fields: Record<string, unknown> = {};
  for (const flag of wholeNumbers) put(fields, flag, args.integer(flag));
  for (const flag of decimals) put(fields, flag, decimal(args, flag));
  const stopping = args.choice('early-stopping', earlyStopping);
  put(fields, 'early-stopping', stopping === 'never' ? stopping : stopping && stopping === 'true');
  const stops = args.texts('stop');
  if (stops.length > 0) fields.stop_strings = stops;
  const eos = eosTokens(args);
  if (eos !== undefined) fields.eos_token_id = eos;
  if (args.isOn('do-sample')) fields.do_sample = true;
  if (args.isOn('no-do-sample')) fields.do_sample = false;
  if (args.isOn('do-sample') && args.isOn('no-do-sample'))
    throw new UsageError('--do-sample and --no-do-sample contradict each other');
  if ('max_length' in fields && 'max_new_tokens' in fields)
    throw new UsageError(
      '--max-length and --max-new-tokens bound the same thing',
      'give one of them',
    );
  return fields;
}

/** Tokens as they are typed: whole numbers with commas between. */
export function tokensOf(flag: string, word: string): readonly number[] {
  return word.split(',').map((part) => {
    if (!/^\s*\d+\s*$/.test(part))
      throw new UsageError(
        `--${flag} must be tokens with commas between, such as 3,1,4, got '${word}'`,
      );
    return Number(part);
  });
}

function put(fields: Record<string, unknown>, flag: string, value: unknown): void {
  if (value !== null) fields[flag.replaceAll('-', '_')] = value;
}

function decimal(args: Arguments, flag: string): number | null {
  const values = args.numbers(flag, 'a number', Number.isFinite);
  if (values !== null && values.length > 1)
    throw new UsageError(`--${flag} must be one number, got '${values.join(',')}'`);
  return values?.[0] ?? null;
}

/** Null for no token at all, undefined where nothing is said. */
function eosTokens(args: Arguments): readonly number[] | null | undefined {
  const word = args.text('eos-token-id');
  if (word === null) return undefined;
  return word === 'none' ? null : tokensOf('eos-token-id', word);
}
