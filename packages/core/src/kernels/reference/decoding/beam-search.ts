/**
 * Beam search over one prompt, or over one group of its beams: transformers' rules since 4.50 (`_beam_search`), step by step. Beam sampling is the same
 * search over candidates that are drawn.
 */

import type { DecodingSettings, FinishReason, Hypothesis } from '../../decoding.ts';
import { fillUniform } from '../../random/stream.ts';
import { BestCandidates, type Candidate } from './best-candidates.ts';
import { candidatesOfRow, drawWithoutReplacement } from './draw.ts';
import { lengthDivisor } from './length.ts';
import { logSoftmax } from './normalizer.ts';
import {
  extend,
  isComplete,
  nextTokens,
  noProgress,
  type PhraseProgress,
  tokensMet,
} from './phrases.ts';
import { processScores } from './processors/index.ts';
import {
  endOf,
  type Live,
  type Proposal,
  type Search,
  type SearchStart,
  type StepContext,
} from './search.ts';

/** A beam with what it has met of the forced phrases. */
interface Beam extends Live {
  readonly progress: PhraseProgress;
}

/** A finished sequence always has a score here. */
interface Finished extends Hypothesis {
  readonly score: number;
}

/** What becomes of a proposal. */
interface Outcome {
  readonly beam: Beam;
  readonly reason: FinishReason | null;
}

/** Beams of one prompt. */
export class BeamSearch implements Search {
  readonly #start: SearchStart;
  /** How many beams, how many finished sequences are kept, the index of the first beam in the batch. */
  readonly #width: number;
  readonly #capacity: number;
  readonly #firstBeam: number;
  #live: readonly Beam[];
  #finished: readonly Finished[] = [];

  /** @param group number of the group among those of the prompt */
  constructor(start: SearchStart, group: number) {
    const { settings, item, tokens } = start;
    this.#start = start;
    this.#width = settings.numBeams / settings.numBeamGroups;
    this.#capacity = poolSize(settings);
    this.#firstBeam = item * settings.numBeams + group * this.#width;
    const progress = noProgress(settings.forceWordsIds);
    this.#live = [{ tokens, logProbs: [], beamIndices: [], score: 0, row: item, progress }];
  }

  get live(): readonly Live[] {
    return this.#live;
  }

  get finished(): readonly Hypothesis[] {
    return this.#finished;
  }

  propose(scores: readonly Float32Array[], context: StepContext): readonly Proposal[] {
    const { settings, padding, tokens: prompt } = this.#start;
    this.#live.forEach(({ tokens, row }, beam) => {
      const own = scores[beam]!;
      logSoftmax(own);
      for (const [token, count] of context.chosen)
        own[token] = own[token]! - Math.fround(settings.diversityPenalty * count);
      const allowed = context.allowed(row);
      processScores(own, { tokens, padding, promptLength: prompt.length, allowed }, settings);
    });
    const candidates = settings.doSample ? this.#draw(scores) : this.#best(scores);
    return candidates.map((candidate) => ({
      ...candidate,
      logProb: scores[candidate.beam]![candidate.token]!,
    }));
  }

  accept(proposals: readonly Proposal[], stopped: ArrayLike<number>): void {
    const { tokens: prompt } = this.#start;
    const outcomes = proposals
      .map((proposal, index) => this.#outcome(proposal, stopped[index] === 1))
      // What would end without a forced phrase is no sequence of this search.
      .filter(({ beam, reason }) => reason === null || isComplete(beam.progress));
    const candidates = outcomes.filter(({ beam }) => isComplete(beam.progress));
    this.#finish(candidates.slice(0, this.#width).filter(({ reason }) => reason !== null));
    const going = outcomes.filter(({ reason }) => reason === null).map(({ beam }) => beam);
    this.#live = this.#select(going);
    const generated = (this.#live[0]?.tokens.length ?? 0) - prompt.length;
    if (!this.#mayImprove(generated)) this.#live = [];
  }

  useRows(rows: readonly number[]): void {
    this.#live = this.#live.map((beam, index) => ({ ...beam, row: rows[index]! }));
  }

  contenders(): readonly ArrayLike<number>[] {
    const best = this.#finished.slice(0, 1).map(({ tokens }) => tokens);
    const live = this.#live.map(({ tokens }) => tokens.slice(this.#start.tokens.length));
    return [...best, ...live];
  }

  get #isFull(): boolean {
    return this.#finished.length === this.#capacity;
  }

  /** Candidates of a step: enough for every beam to go on however many of the best are an EOS. */
  get #candidateCount(): number {
    return this.#width * Math.max(2, 1 + this.#start.settings.eosTokenIds.length);
  }

  #best(scores: readonly Float32Array[]): Candidate[] {
    const best = new BestCandidates(this.#candidateCount);
    this.#live.forEach(({ score }, beam) => {
      best.offerRow(scores[beam]!, score, beam);
    });
    const { forceWordsIds, eosTokenIds } = this.#start.settings;
    return forceWordsIds.length === 0
      ? best.list()
      : this.#withPhrases(best.list(), scores, 1 + eosTokenIds.length);
  }

  /** Adds the best few of each beam and the tokens that meet more of the phrases. */
  #withPhrases(
    best: readonly Candidate[],
    scores: readonly Float32Array[],
    few: number,
  ): Candidate[] {
    const places = new Map<number, Candidate>();
    const { forceWordsIds } = this.#start.settings;
    const add = (candidate: Candidate) => {
      places.set(candidate.beam * scores[0]!.length + candidate.token, candidate);
    };
    best.forEach(add);
    this.#live.forEach(({ score, progress }, beam) => {
      const own = new BestCandidates(few);
      own.offerRow(scores[beam]!, score, beam);
      own.list().forEach(add);
      for (const token of nextTokens(forceWordsIds, progress)) {
        const sum = Math.fround(scores[beam]![token]! + score);
        if (sum > Number.NEGATIVE_INFINITY) add({ score: sum, beam, token });
      }
    });
    const inPlace = [...places]
      .sort(([one], [other]) => one - other)
      .map(([, candidate]) => candidate);
    return inPlace.sort((one, other) => other.score - one.score);
  }

  #draw(scores: readonly Float32Array[]): Candidate[] {
    const { item, key, tokens: prompt } = this.#start;
    const candidates = this.#live.flatMap(({ score }, beam) =>
      candidatesOfRow(scores[beam]!, score, beam),
    );
    const uniforms = new Float64Array(this.#candidateCount);
    const step = this.#live[0]!.tokens.length - prompt.length;
    fillUniform(key, item, uniforms, step * uniforms.length);
    return drawWithoutReplacement(candidates, uniforms);
  }

  #outcome({ beam, token, logProb, score }: Proposal, isStopped: boolean): Outcome {
    const { settings, tokens: prompt } = this.#start;
    const from = this.#live[beam]!;
    const next: Beam = {
      tokens: [...from.tokens, token],
      logProbs: [...from.logProbs, logProb],
      beamIndices: [...from.beamIndices, this.#firstBeam + beam],
      score,
      row: from.row,
      progress: extend(settings.forceWordsIds, from.progress, token),
    };
    return {
      beam: next,
      reason: endOf(token, next.tokens.length - prompt.length, isStopped, settings),
    };
  }

  /** Old entries come first among equals. */
  #finish(outcomes: readonly Outcome[]): void {
    const { settings, item, padding, tokens: prompt } = this.#start;
    const added = outcomes.map(({ beam, reason }) => {
      const tokens = Int32Array.from(beam.tokens.slice(prompt.length));
      const divisor = lengthDivisor(settings, prompt.length - padding, tokens.length, reason);
      return {
        item,
        tokens,
        logProbs: Float32Array.from(beam.logProbs),
        beamIndices: Int32Array.from(beam.beamIndices),
        score: Math.fround(beam.score / divisor),
        reason: reason!,
      };
    });
    this.#finished = [...this.#finished, ...added]
      .sort((one, other) => other.score - one.score)
      .slice(0, this.#capacity);
  }

  /** The beams of the next step: the best ones; with phrases the best of each number of tokens met in turn, the largest number first. */
  #select(going: readonly Beam[]): readonly Beam[] {
    const ordered = [...going].sort((one, other) => other.score - one.score);
    const { forceWordsIds } = this.#start.settings;
    if (forceWordsIds.length === 0) return ordered.slice(0, this.#width);
    const seen = new Map<number, number>();
    return ordered
      .map((beam) => {
        const bank = tokensMet(forceWordsIds, beam.progress);
        const rank = seen.get(bank) ?? 0;
        seen.set(bank, rank + 1);
        return { beam, bank, rank };
      })
      .sort((one, other) => one.rank - other.rank || other.bank - one.bank)
      .slice(0, this.#width)
      .map(({ beam }) => beam);
  }

  /** Whether a live beam may yet become better than the worst sequence that would be kept. */
  #mayImprove(generated: number): boolean {
    if (!this.#isFull) return true;
    const { settings, padding, tokens: prompt } = this.#start;
    const { earlyStopping, lengthPenalty, maxNewTokens } = settings;
    if (earlyStopping === true) return false;
    const length = earlyStopping === 'never' && lengthPenalty > 0 ? maxNewTokens : generated;
    const best = Math.max(...this.#live.map(({ score }) => score));
    const divisor = lengthDivisor(settings, prompt.length - padding, length, null);
    return Math.fround(best / divisor) > this.#finished.at(-1)!.score;
  }
}

/** How many finished sequences of a group are kept. */
export function poolSize(settings: DecodingSettings): number {
  const { numBeams, numBeamGroups, earlyStopping, patience } = settings;
  const width = numBeams / numBeamGroups;
  return earlyStopping === true ? Math.max(1, Math.round(width * patience)) : width;
}
