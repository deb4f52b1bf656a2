/** From options to settings that make sense together. Whatever could not be honoured is an error, nothing is ignored. */

import { OptionError } from '../../errors.ts';
import { type DecodingSettings, defaultDecodingSettings } from '../../kernels/decoding.ts';
import { nearestName } from '../../nearest-name.ts';
import type { GenerateOptions } from './options.ts';

/** Options that are no settings. */
const OTHERS = [
  'maxLength',
  'padTokenId',
  'random',
  'stopStrings',
  'allowedTokens',
  'tokenizer',
  'signal',
] as const;

type Name = keyof DecodingSettings;

/** Options without a meaning unless tokens are drawn. */
export const OF_SAMPLING: readonly (keyof DecodingSettings)[] = [
  'temperature',
  'topH',
  'topK',
  'topP',
  'minP',
  'typicalP',
  'epsilonCutoff',
  'etaCutoff',
];
/** Options without a meaning unless there are several beams. */
const OF_BEAMS: readonly Name[] = [
  'earlyStopping',
  'lengthPenalty',
  'lengthRule',
  'patience',
  'numBeamGroups',
  'diversityPenalty',
  'forceWordsIds',
];

/**
 * Every setting, checked.
 *
 * @param promptLength tokens of the longest prompt
 * @param contextLength tokens that the model can hold, or null
 * @throws OptionError for an unknown option, a value without meaning, or options that exclude each other
 */
export function checkSettings(
  options: GenerateOptions,
  model: { readonly vocabSize: number; readonly contextLength: number | null },
  promptLength: number,
): DecodingSettings {
  const settings = withDefaults(options, promptLength, model.contextLength);
  checkNumbers(settings);
  checkTokens(settings, model.vocabSize);
  checkTogether(settings, options);
  const { contextLength } = model;
  if (contextLength !== null && promptLength + settings.maxNewTokens > contextLength)
    refuse(
      options.maxLength === undefined ? 'maxNewTokens' : 'maxLength',
      `the model holds ${contextLength} tokens: the longest prompt has ${promptLength}, so at most ${contextLength - promptLength} can be generated; got ${settings.maxNewTokens}`,
    );
  return settings;
}

function refuse(option: string, message: string): never {
  throw new OptionError(option, message);
}

function withDefaults(
  options: GenerateOptions,
  promptLength: number,
  contextLength: number | null,
): DecodingSettings {
  const names = [...Object.keys(defaultDecodingSettings), ...OTHERS];
  const settings: Record<string, unknown> = { ...defaultDecodingSettings };
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name)) {
      const nearest = nearestName(name, names);
      refuse(
        name,
        `there is no option ${name}${nearest === null ? '' : `; did you mean ${nearest}?`}`,
      );
    }
    if (value !== undefined && Object.hasOwn(defaultDecodingSettings, name)) settings[name] = value;
  }
  settings.maxNewTokens = maxNewTokens(options, promptLength, contextLength);
  return settings as unknown as DecodingSettings;
}

function maxNewTokens(
  { maxNewTokens, maxLength }: GenerateOptions,
  promptLength: number,
  contextLength: number | null,
): number {
  if (maxNewTokens !== undefined && maxLength !== undefined)
    refuse('maxLength', 'maxLength and maxNewTokens bound the same thing: give one of them');
  if (maxNewTokens !== undefined) return maxNewTokens;
  if (maxLength !== undefined) {
    if (!(maxLength > promptLength))
      refuse(
        'maxLength',
        `maxLength counts the prompt, which has ${promptLength} tokens, so it must be above that; got ${maxLength}`,
      );
    return maxLength - promptLength;
  }
  const room = contextLength === null ? Number.POSITIVE_INFINITY : contextLength - promptLength;
  return Math.max(1, Math.min(defaultDecodingSettings.maxNewTokens, room));
}

function checkNumbers(settings: DecodingSettings): void {
  const whole = (name: Name, least: number) => {
    const value = settings[name];
    if (!(Number.isInteger(value) && (value as number) >= least && (value as number) < 2 ** 31))
      refuse(name, `${name} is a whole number from ${least} on; got ${value}`);
  };
  const between = (name: Name, rule: string, holds: (value: number) => boolean) => {
    const value = settings[name];
    if (!(typeof value === 'number' && Number.isFinite(value) && holds(value)))
      refuse(name, `${name} is a number ${rule}; got ${value}`);
  };
  for (const name of ['numBeams', 'numBeamGroups', 'numReturnSequences', 'maxNewTokens'] as const)
    whole(name, 1);
  for (const name of ['minLength', 'minNewTokens', 'noRepeatNgramSize', 'topK'] as const)
    whole(name, 0);
  for (const name of ['temperature', 'repetitionPenalty', 'patience'] as const)
    between(name, 'above 0', (value) => value > 0);
  for (const name of ['topP', 'typicalP'] as const)
    between(name, 'above 0, at most 1', (value) => value > 0 && value <= 1);
  for (const name of ['minP', 'epsilonCutoff', 'etaCutoff'] as const)
    between(name, 'from 0 to 1', (value) => value >= 0 && value <= 1);
  if (settings.topH !== null)
    between('topH', 'above 0, at most 1', (value) => value > 0 && value <= 1);
  between('lengthPenalty', 'such as 1', () => true);
  between('diversityPenalty', 'from 0 on', (value) => value >= 0);
  const { earlyStopping, lengthRule, exponentialDecayLengthPenalty: decay } = settings;
  if (![true, false, 'never'].includes(earlyStopping))
    refuse('earlyStopping', `earlyStopping is true, false or 'never'; got ${earlyStopping}`);
  if (!['generated', 'sequence', 'gnmt'].includes(lengthRule))
    refuse('lengthRule', `lengthRule is 'generated', 'sequence' or 'gnmt'; got ${lengthRule}`);
  if (decay !== null && !(Number.isInteger(decay[0]) && decay[0] >= 0 && decay[1] > 0))
    refuse(
      'exponentialDecayLengthPenalty',
      `exponentialDecayLengthPenalty is a whole number of tokens and a factor above 0; got ${decay}`,
    );
}

function checkTokens(settings: DecodingSettings, vocabSize: number): void {
  const check = (name: Name, ids: readonly number[]) => {
    const wrong = ids.find((id) => !(Number.isInteger(id) && id >= 0 && id < vocabSize));
    if (wrong !== undefined)
      refuse(name, `a token is a whole number from 0 to ${vocabSize - 1}; ${name} has ${wrong}`);
  };
  const checkLists = (name: Name, lists: readonly (readonly number[])[]) => {
    if (lists.some((ids) => ids.length === 0)) refuse(name, `${name} has a list without a token`);
    check(name, lists.flat());
  };
  for (const name of [
    'eosTokenIds',
    'forcedEosTokenIds',
    'suppressTokens',
    'beginSuppressTokens',
  ] as const)
    check(name, settings[name]);
  if (settings.forcedBosTokenId !== null) check('forcedBosTokenId', [settings.forcedBosTokenId]);
  checkLists('badWordsIds', settings.badWordsIds);
  checkLists(
    'sequenceBias',
    settings.sequenceBias.map(([ids]) => ids),
  );
  const bias = settings.sequenceBias.find(([, value]) => !Number.isFinite(value));
  if (bias) refuse('sequenceBias', `a bias is a finite number; got ${bias[1]}`);
  if (settings.forceWordsIds.some((phrase) => phrase.length === 0))
    refuse('forceWordsIds', 'forceWordsIds has a phrase without an alternative');
  checkLists('forceWordsIds', settings.forceWordsIds.flat());
}

function checkTogether(settings: DecodingSettings, options: GenerateOptions): void {
  const { numBeams, numBeamGroups, doSample, eosTokenIds } = settings;
  const isSet = (name: Name) => settings[name] !== defaultDecodingSettings[name];
  const demand = (names: readonly Name[], holds: boolean, need: string) => {
    const wrong = names.find((name) => isSet(name) && !isEmpty(settings[name]));
    if (!holds && wrong !== undefined)
      refuse(wrong, `${wrong} has no meaning without ${need}; leave it out`);
  };
  demand(OF_SAMPLING, doSample, 'doSample');
  demand(OF_BEAMS, numBeams > 1, 'numBeams above 1');
  demand(['exponentialDecayLengthPenalty'], eosTokenIds.length > 0, 'eosTokenIds');
  demand(['patience'], settings.earlyStopping === true, 'earlyStopping: true');
  demand(['diversityPenalty'], numBeamGroups > 1, 'numBeamGroups above 1');
  if (doSample && options.random === undefined)
    refuse('random', 'to sample, say where draws come from: random: new Prng(seed)');
  if (numBeamGroups > 1) checkGroups(settings, options);
  if (settings.forceWordsIds.length > 0) checkPhrases(settings);
  checkReturned(settings);
  if ((options.stopStrings?.length ?? 0) > 0 && options.tokenizer === undefined)
    refuse('stopStrings', 'stopStrings are texts: give the tokenizer that makes text of tokens');
  if (options.stopStrings?.includes(''))
    refuse('stopStrings', 'an empty stop string would end every sequence');
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function checkGroups(settings: DecodingSettings, options: GenerateOptions): void {
  const { numBeams, numBeamGroups } = settings;
  if (numBeams % numBeamGroups !== 0)
    refuse(
      'numBeamGroups',
      `numBeamGroups divides numBeams, ${numBeams}, into equal groups; got ${numBeamGroups}`,
    );
  if (settings.diversityPenalty === 0)
    refuse('diversityPenalty', 'groups of beams differ by a diversityPenalty above 0; got 0');
  if (settings.doSample)
    refuse('doSample', 'groups of beams are searched, not sampled: leave out doSample');
  if (settings.forceWordsIds.length > 0)
    refuse('forceWordsIds', 'phrases are forced on one group of beams: leave out numBeamGroups');
  if ((options.stopStrings?.length ?? 0) > 0)
    refuse('stopStrings', 'stop strings end beams of one group: leave out numBeamGroups');
}

function checkPhrases({ forceWordsIds, doSample, maxNewTokens }: DecodingSettings): void {
  if (doSample)
    refuse('forceWordsIds', 'phrases are searched for, not sampled: leave out doSample');
  const least = forceWordsIds.reduce(
    (sum, phrase) => sum + Math.min(...phrase.map((words) => words.length)),
    0,
  );
  if (least > maxNewTokens)
    refuse(
      'forceWordsIds',
      `the forced phrases have ${least} tokens, and ${maxNewTokens} are generated at most: raise maxNewTokens`,
    );
}

function checkReturned(settings: DecodingSettings): void {
  const { numBeams, numReturnSequences, doSample } = settings;
  if (numReturnSequences === 1 || (doSample && numBeams === 1)) return;
  if (numReturnSequences > numBeams)
    refuse(
      'numReturnSequences',
      `numReturnSequences is at most numBeams, ${numBeams}, unless sequences are sampled one by one; got ${numReturnSequences}`,
    );
  const kept = Math.max(1, Math.round(numBeams * settings.patience));
  if (settings.earlyStopping === true && numReturnSequences > kept)
    refuse(
      'numReturnSequences',
      `with a patience of ${settings.patience} the search ends with ${kept} sequences; got numReturnSequences ${numReturnSequences}`,
    );
}
