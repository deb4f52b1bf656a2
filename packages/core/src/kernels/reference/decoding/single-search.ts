/** Greedy decoding and plain sampling: each sequence of a prompt goes on by itself. */

import type { Hypothesis } from '../../decoding.ts';
import { fillUniform } from '../../random/stream.ts';
import { BestCandidates, type Candidate } from './best-candidates.ts';
import { candidatesOfRow, drawWithoutReplacement } from './draw.ts';
import { normalizer } from './normalizer.ts';
import { processScores } from './processors/index.ts';
import {
  endOf,
  type Live,
  type Proposal,
  type Search,
  type SearchStart,
  type StepContext,
} from './search.ts';

/** A sequence and its number among those of its prompt. */
interface Single extends Live {
  readonly sequence: number;
}

/** The sequences of one prompt. */
export class SingleSearch implements Search {
  readonly #start: SearchStart;
  readonly #finished: (Hypothesis | undefined)[];
  #live: readonly Single[];

  constructor(start: SearchStart) {
    this.#start = start;
    const count = start.settings.numReturnSequences;
    this.#finished = new Array(count).fill(undefined);
    this.#live = Array.from({ length: count }, (_, sequence) => ({
      tokens: start.tokens,
      logProbs: [],
      beamIndices: [],
      score: 0,
      row: start.item,
      sequence,
    }));
  }

  get live(): readonly Live[] {
    return this.#live;
  }

  get finished(): readonly Hypothesis[] {
    return this.#finished.filter((hypothesis) => hypothesis !== undefined);
  }

  propose(scores: readonly Float32Array[], context: StepContext): readonly Proposal[] {
    const { settings, padding, tokens: prompt } = this.#start;
    return this.#live.flatMap((single, beam) => {
      const row = scores[beam]!;
      const { tokens } = single;
      const allowed = context.allowed(single.row);
      processScores(row, { tokens, padding, promptLength: prompt.length, allowed }, settings);
      const chosen = this.#choose(row, single);
      if (chosen === undefined) return [];
      const { max, logSum } = normalizer(row);
      const logProb = Math.fround(Math.fround(row[chosen.token]! - max) - logSum);
      return [{ token: chosen.token, beam, logProb, score: Math.fround(single.score + logProb) }];
    });
  }

  accept(proposals: readonly Proposal[], stopped: ArrayLike<number>): void {
    const { settings, item, tokens: prompt } = this.#start;
    const going: Single[] = [];
    proposals.forEach(({ beam, token, logProb, score }, index) => {
      const single = this.#live[beam]!;
      const next: Single = {
        ...single,
        tokens: [...single.tokens, token],
        logProbs: [...single.logProbs, logProb],
        beamIndices: [...single.beamIndices, item],
        score,
      };
      const generated = next.tokens.length - prompt.length;
      const reason = endOf(token, generated, stopped[index] === 1, settings);
      if (reason === null) going.push(next);
      else
        this.#finished[single.sequence] = {
          item,
          tokens: Int32Array.from(next.tokens.slice(prompt.length)),
          logProbs: Float32Array.from(next.logProbs),
          beamIndices: Int32Array.from(next.beamIndices),
          score: null,
          reason,
        };
    });
    this.#live = going;
  }

  /** The row of the first sequence that nothing was proposed for, or null. */
  stuck(proposals: readonly Proposal[]): number | null {
    const index = this.#live.findIndex((_, beam) =>
      proposals.every((other) => other.beam !== beam),
    );
    return index < 0 ? null : this.#live[index]!.row;
  }

  useRows(rows: readonly number[]): void {
    this.#live = this.#live.map((single, index) => ({ ...single, row: rows[index]! }));
  }

  contenders(sequence: number): readonly ArrayLike<number>[] {
    const single = this.#live.find((other) => other.sequence === sequence);
    if (single) return [single.tokens.slice(this.#start.tokens.length)];
    return [this.#finished[sequence]?.tokens ?? []];
  }

  #choose(row: Float32Array, { tokens, sequence }: Single): Candidate | undefined {
    const { settings, item, key, tokens: prompt } = this.#start;
    if (!settings.doSample) {
      const best = new BestCandidates(1);
      best.offerRow(row, 0, 0);
      return best.list()[0];
    }
    const uniform = new Float64Array(1);
    const stream = item * settings.numReturnSequences + sequence;
    fillUniform(key, stream, uniform, tokens.length - prompt.length);
    return drawWithoutReplacement(candidatesOfRow(row, 0, 0), uniform)[0];
  }
}
