/** Tells of tokens once they are settled, each of them once. */

import type { Decoder, DecodingSettings, Hypothesis } from '../../kernels/decoding.ts';
import type { GenerateEvent } from './generate.ts';
import type { TextFlow } from './text-flow.ts';

type TokensEvent = Extract<GenerateEvent, { kind: 'tokens' }>;

/** A sequence that is told of. */
interface Told {
  readonly prompt: number;
  readonly sequence: number;
  readonly flow: TextFlow | null;
  /** How many of its tokens have been told. */
  count: number;
}

/** What was told of the sequences of a batch. */
export class Settling {
  readonly #decoder: Decoder;
  readonly #told: readonly Told[];

  constructor(
    decoder: Decoder,
    batch: number,
    { numBeams, numReturnSequences }: DecodingSettings,
    newFlow: () => TextFlow | null,
  ) {
    this.#decoder = decoder;
    const sequences = numBeams === 1 ? numReturnSequences : 1;
    this.#told = Array.from({ length: batch * sequences }, (_, index) => ({
      prompt: Math.floor(index / sequences),
      sequence: index % sequences,
      flow: newFlow(),
      count: 0,
    }));
  }

  /** Events of what is settled now and was not before. */
  *events(): Generator<TokensEvent, void, void> {
    for (const told of this.#told) {
      const settled = this.#decoder.settled(told.prompt, told.sequence);
      if (settled.length > told.count) yield this.#event(told, settled, false);
    }
  }

  /** Events of what is left when all is finished: the last tokens of the best sequences, and texts that were held back. */
  *rest(hypotheses: readonly Hypothesis[]): Generator<TokensEvent, void, void> {
    const byPrompt = new Map<number, Hypothesis[]>();
    for (const hypothesis of hypotheses) {
      const own = byPrompt.get(hypothesis.item);
      if (own) own.push(hypothesis);
      else byPrompt.set(hypothesis.item, [hypothesis]);
    }
    for (const told of this.#told) {
      const own = byPrompt.get(told.prompt)?.[told.sequence];
      if (own === undefined) continue;
      const event = this.#event(told, own.tokens, true);
      if (event.tokens.length > 0 || event.text) yield event;
    }
  }

  #event(told: Told, settled: Int32Array, isLast: boolean): TokensEvent {
    const tokens = settled.subarray(told.count);
    told.count = settled.length;
    const { prompt, sequence, flow } = told;
    const text = flow && flow.push(tokens) + (isLast ? flow.end() : '');
    return { kind: 'tokens', prompt, sequence, tokens, text };
  }
}
