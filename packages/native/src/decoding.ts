/** The decoder over the raw addon's: settings as napi knows them, optional fields made whole after. It decides nothing. */

import type {
  AllowedTokens,
  Decoder,
  DecodingRequest,
  DecodingSettings,
  DecodingStep,
  Hypothesis,
} from '@ferrogen/core';
import type { Addon, RawDecodingSettings, RawDecodingStep, RawHypothesis } from './addon.ts';
import { uint32 } from './uint32.ts';

const NONE = new Int32Array();

/** Starts a decoder in Rust. */
export function startDecoding(addon: Addon, request: DecodingRequest): Decoder {
  const { vocabSize, prompts, settings, key } = request;
  const raw = addon.Decoder.start(
    uint32(vocabSize, 'vocabSize'),
    uint32(prompts.length, 'length'),
    prompts.tokens,
    prompts.padding,
    rawSettings(settings),
    key.map((word) => uint32(word, 'key')),
  );
  return {
    get rows() {
      return raw.rows;
    },
    advance: (logits, allowed) => {
      const step = raw.advance(logits, ...listsOf(allowed));
      return step.refused === undefined ? wholeStep(step) : step;
    },
    propose: (logits, allowed) => {
      const candidates = raw.propose(logits, ...listsOf(allowed));
      return candidates.refused === undefined ? { ...candidates, refused: null } : candidates;
    },
    accept: (stopped) => wholeStep(raw.accept(stopped)),
    scores: (logits, allowed) => raw.scores(logits, ...listsOf(allowed)),
    settled: (item, sequence) => raw.settled(item, sequence),
    finish: () => raw.finish().map(wholeHypothesis),
  };
}

function listsOf(allowed: AllowedTokens | undefined): [offsets: Int32Array, ids: Int32Array] {
  return allowed === undefined ? [NONE, NONE] : [allowed.offsets, allowed.ids];
}

// Objects that napi makes are slow to read, so that fields are moved one by one.

function wholeStep({ tokens, parents, items, scores }: RawDecodingStep): DecodingStep {
  return { refused: null, tokens, parents, items, scores, done: tokens.length === 0 };
}

function wholeHypothesis(raw: RawHypothesis): Hypothesis {
  const { item, tokens, logProbs, beamIndices, score = null, reason } = raw;
  return { item, tokens, logProbs, beamIndices, score, reason };
}

function rawSettings(settings: DecodingSettings): RawDecodingSettings {
  const decay = settings.exponentialDecayLengthPenalty;
  const counts = [
    'numBeams',
    'numBeamGroups',
    'numReturnSequences',
    'maxNewTokens',
    'minLength',
    'minNewTokens',
    'noRepeatNgramSize',
    'topK',
  ] as const;
  for (const name of counts) uint32(settings[name], name);
  return {
    ...settings,
    earlyStopping: `${settings.earlyStopping}`,
    exponentialDecayLengthPenalty:
      decay === null ? undefined : { start: decay[0], factor: decay[1] },
    forcedBosTokenId: settings.forcedBosTokenId ?? undefined,
    sequenceBias: settings.sequenceBias.map(([tokens, bias]) => ({ tokens, bias })),
    topH: settings.topH ?? undefined,
  };
}
