/** All processors of scores, in the order of transformers. Knows what each setting means for a row; not where rows come from. */

import type { DecodingSettings } from '../../../decoding.ts';
import { logSoftmax } from '../normalizer.ts';
import { cutEpsilon, cutEta } from './cutoffs.ts';
import { raiseEos } from './exponential-decay.ts';
import { keepMinP } from './min-p.ts';
import { banRepeatedNgrams } from './no-repeat-ngram.ts';
import { penalizeRepetition } from './repetition-penalty.ts';
import { ban, banOthers, type Sequence } from './sequence.ts';
import { addSequenceBias, banSequences } from './sequence-bias.ts';
import { keepTopH } from './top-h.ts';
import { keepTopK } from './top-k.ts';
import { keepNucleus } from './top-p.ts';
import { keepTypical } from './typical.ts';

/** Changes the scores of a sequence's next token as the settings say. */
export function processScores(
  scores: Float32Array,
  sequence: Sequence,
  settings: DecodingSettings,
): void {
  applyRules(scores, sequence, settings);
  if (settings.doSample && hasTokens(scores)) filterDistribution(scores, settings);
  if (settings.renormalizeLogits) logSoftmax(scores);
}

/** What looks at the sequence so far. */
function applyRules(scores: Float32Array, sequence: Sequence, settings: DecodingSettings): void {
  const { eosTokenIds } = settings;
  const length = sequence.tokens.length;
  const generated = length - sequence.promptLength;
  addSequenceBias(scores, sequence, settings.sequenceBias);
  if (settings.repetitionPenalty !== 1)
    penalizeRepetition(scores, sequence, settings.repetitionPenalty);
  if (settings.noRepeatNgramSize > 0)
    banRepeatedNgrams(scores, sequence, settings.noRepeatNgramSize);
  banSequences(scores, sequence, settings.badWordsIds, eosTokenIds);
  if (length < settings.minLength || generated < settings.minNewTokens) ban(scores, eosTokenIds);
  if (sequence.allowed !== null) banOthers(scores, sequence.allowed);
  if (settings.forcedBosTokenId !== null && length === 1)
    force(scores, [settings.forcedBosTokenId]);
  if (settings.forcedEosTokenIds.length > 0 && generated === settings.maxNewTokens - 1)
    force(scores, settings.forcedEosTokenIds);
  if (settings.exponentialDecayLengthPenalty !== null)
    raiseEos(scores, sequence, settings.exponentialDecayLengthPenalty, eosTokenIds);
  ban(scores, settings.suppressTokens);
  // Behind a forced first token the one after it counts as the first.
  const isForced = settings.forcedBosTokenId !== null && sequence.promptLength === 1;
  if (generated === (isForced ? 1 : 0)) ban(scores, settings.beginSuppressTokens);
}

/** What looks at the scores alone, where tokens are drawn. */
function filterDistribution(scores: Float32Array, settings: DecodingSettings): void {
  const { temperature, topH, topK, topP, minP, typicalP, epsilonCutoff, etaCutoff } = settings;
  const least = leastTokens(settings);
  if (temperature !== 1) {
    const divisor = Math.fround(temperature);
    for (let token = 0; token < scores.length; token++) scores[token] = scores[token]! / divisor;
  }
  if (topH !== null) keepTopH(scores, topH);
  if (topK > 0) keepTopK(scores, Math.max(topK, least));
  if (topP < 1) keepNucleus(scores, topP, least);
  if (minP > 0) keepMinP(scores, minP, least);
  if (typicalP < 1) keepTypical(scores, typicalP, least);
  if (epsilonCutoff > 0) cutEpsilon(scores, epsilonCutoff, least);
  if (etaCutoff > 0) cutEta(scores, etaCutoff, least);
}

/** How many tokens a filter leaves at least: so many that beams can go on beside every EOS. */
function leastTokens({ numBeams, eosTokenIds }: DecodingSettings): number {
  if (numBeams === 1) return 1;
  return Math.max(2, eosTokenIds.length + 1);
}

function force(scores: Float32Array, tokens: readonly number[]): void {
  scores.fill(Number.NEGATIVE_INFINITY);
  for (const token of tokens) scores[token] = 0;
}

function hasTokens(scores: Float32Array): boolean {
  for (const score of scores) if (score > Number.NEGATIVE_INFINITY) return true;
  return false;
}
