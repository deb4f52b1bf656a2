/** The decoder: the searches of all prompts over one array of logits. Rows are those of its live sequences, prompt by prompt. */

import type {
  AllowedTokens,
  Decoder,
  DecodingCandidates,
  DecodingRefusal,
  DecodingRequest,
  DecodingStep,
  Hypothesis,
} from '../../decoding.ts';
import { BeamSearch } from './beam-search.ts';
import type { Proposal, Search } from './search.ts';
import { SingleSearch } from './single-search.ts';

/** Starts to decode a batch. */
export function startDecoding(request: DecodingRequest): Decoder {
  return new ReferenceDecoder(request);
}

/** What a search has proposed in this step. */
interface Round {
  readonly search: Search;
  readonly proposals: readonly Proposal[];
}

const nothingChosen: ReadonlyMap<number, number> = new Map();

class ReferenceDecoder implements Decoder {
  readonly #request: DecodingRequest;
  /** [item][group] */
  readonly #searches: readonly (readonly Search[])[];
  #rows: number;
  #rounds: readonly Round[] = [];
  /** A row for each live sequence of a search, used over and over: fresh ones would be megabytes of garbage a step. */
  readonly #scratch: Float32Array[] = [];

  constructor(request: DecodingRequest) {
    const { prompts, settings, key } = request;
    this.#request = request;
    this.#rows = prompts.batch;
    this.#searches = Array.from({ length: prompts.batch }, (_, item) => {
      const tokens = Array.from(
        prompts.tokens.subarray(item * prompts.length, (item + 1) * prompts.length),
      );
      const start = { settings, item, tokens, padding: prompts.padding[item]!, key };
      if (settings.numBeams === 1) return [new SingleSearch(start)];
      const groups = Array.from({ length: settings.numBeamGroups }, (_, group) => group);
      return groups.map((group) => new BeamSearch(start, group));
    });
  }

  get rows(): number {
    return this.#rows;
  }

  advance(logits: Float32Array, allowed?: AllowedTokens): DecodingStep | DecodingRefusal {
    if (this.#request.settings.numBeamGroups > 1) return this.#advanceGroups(logits, allowed);
    const candidates = this.propose(logits, allowed);
    return candidates.refused === null
      ? this.accept(new Uint8Array(candidates.tokens.length))
      : candidates;
  }

  propose(logits: Float32Array, allowed?: AllowedTokens): DecodingCandidates | DecodingRefusal {
    const refusal = this.#refuse(logits);
    if (refusal !== null) return refusal;
    const rounds = this.#liveSearches().map((search) => ({
      search,
      proposals: this.#proposals(search, this.#copies(search, logits), allowed, nothingChosen),
    }));
    for (const { search, proposals } of rounds) {
      const stuck = search instanceof SingleSearch ? search.stuck(proposals) : null;
      if (stuck !== null) return { refused: 'DECODING_NO_TOKEN_LEFT', row: stuck };
    }
    this.#rounds = rounds;
    const all = rounds.flatMap(({ search, proposals }) =>
      proposals.map(({ beam, token }) => ({ parent: search.live[beam]!.row, token })),
    );
    return {
      refused: null,
      parents: Int32Array.from(all, ({ parent }) => parent),
      tokens: Int32Array.from(all, ({ token }) => token),
    };
  }

  accept(stopped: Uint8Array): DecodingStep {
    let first = 0;
    for (const { search, proposals } of this.#rounds) {
      search.accept(proposals, stopped.subarray(first, first + proposals.length));
      first += proposals.length;
    }
    this.#rounds = [];
    return this.#step();
  }

  scores(logits: Float32Array, allowed?: AllowedTokens): Float32Array | DecodingRefusal {
    const refusal = this.#refuse(logits);
    if (refusal !== null) return refusal;
    const out = new Float32Array(logits.length);
    for (const search of this.#liveSearches()) {
      const copies = this.#copies(search, logits);
      this.#proposals(search, copies, allowed, nothingChosen);
      search.live.forEach(({ row }, beam) => {
        out.set(copies[beam]!, row * this.#request.vocabSize);
      });
    }
    return out;
  }

  settled(item: number, sequence: number): Int32Array {
    const contenders = this.#searches[item]!.flatMap((search) => search.contenders(sequence));
    const [first = [], ...others] = contenders;
    let count = 0;
    while (count < first.length && others.every((other) => other[count] === first[count])) count++;
    return Int32Array.from({ length: count }, (_, index) => first[index]!);
  }

  finish(): readonly Hypothesis[] {
    const { numReturnSequences } = this.#request.settings;
    return this.#searches.flatMap((groups) =>
      groups
        .flatMap(({ finished }) => finished)
        .sort((one, other) => (other.score ?? 0) - (one.score ?? 0))
        .slice(0, numReturnSequences),
    );
  }

  /** The groups of a prompt in turn, each told what the ones before it chose. */
  #advanceGroups(logits: Float32Array, allowed?: AllowedTokens): DecodingStep | DecodingRefusal {
    const refusal = this.#refuse(logits);
    if (refusal !== null) return refusal;
    for (const groups of this.#searches) {
      const chosen = new Map<number, number>();
      for (const search of groups) {
        if (search.live.length === 0) continue;
        const proposals = this.#proposals(search, this.#copies(search, logits), allowed, chosen);
        search.accept(proposals, []);
        for (const { tokens } of search.live) {
          const token = tokens.at(-1)!;
          chosen.set(token, (chosen.get(token) ?? 0) + 1);
        }
      }
    }
    return this.#step();
  }

  #liveSearches(): readonly Search[] {
    return this.#searches.flat().filter(({ live }) => live.length > 0);
  }

  /** A copy of the logits of each live sequence, good until the next call. */
  #copies(search: Search, logits: Float32Array): readonly Float32Array[] {
    const { vocabSize } = this.#request;
    return search.live.map(({ row }, index) => {
      this.#scratch[index] ??= new Float32Array(vocabSize);
      this.#scratch[index].set(logits.subarray(row * vocabSize, (row + 1) * vocabSize));
      return this.#scratch[index];
    });
  }

  #proposals(
    search: Search,
    scores: readonly Float32Array[],
    allowed: AllowedTokens | undefined,
    chosen: ReadonlyMap<number, number>,
  ): readonly Proposal[] {
    const allowedIn = (row: number) =>
      allowed === undefined
        ? null
        : allowed.ids.subarray(allowed.offsets[row]!, allowed.offsets[row + 1]!);
    return search.propose(scores, { allowed: allowedIn, chosen });
  }

  /** The first row that no distribution can be made of. */
  #refuse(logits: Float32Array): DecodingRefusal | null {
    const { vocabSize } = this.#request;
    for (let row = 0; row < this.#rows; row++) {
      let max = Number.NEGATIVE_INFINITY;
      for (let i = row * vocabSize; i < (row + 1) * vocabSize; i++) {
        const logit = logits[i]!;
        if (!(logit <= max)) max = logit;
        if (Number.isNaN(max)) break;
      }
      if (!Number.isFinite(max)) return { refused: 'DECODING_LOGITS_NOT_FINITE', row };
    }
    return null;
  }

  /** Numbers the rows anew. */
  #step(): DecodingStep {
    const parents: number[] = [];
    const tokens: number[] = [];
    const items: number[] = [];
    const scores: number[] = [];
    this.#searches.forEach((groups, item) => {
      for (const search of groups) {
        const first = parents.length;
        for (const live of search.live) {
          parents.push(live.row);
          tokens.push(live.tokens.at(-1)!);
          items.push(item);
          scores.push(live.score);
        }
        search.useRows(search.live.map((_, index) => first + index));
      }
    });
    this.#rows = parents.length;
    return {
      refused: null,
      tokens: Int32Array.from(tokens),
      parents: Int32Array.from(parents),
      items: Int32Array.from(items),
      scores: Float32Array.from(scores),
      done: parents.length === 0,
    };
  }
}
