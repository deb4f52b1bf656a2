/**
 * Drives a model and a decoder: logits in, tokens back, until every prompt has its sequences. Knows no logit and no network; what is chosen, the kernels
 * decide.
 */

import { OptionError } from '../../errors.ts';
import type {
  AllowedTokens,
  Decoder,
  DecodingStep,
  FinishReason,
  Hypothesis,
} from '../../kernels/decoding.ts';
import { kernels } from '../../kernels/installed.ts';
import type { LanguageModel, LanguageModelState, TokenBatch } from '../language-model.ts';
import { checkSettings } from './check-settings.ts';
import { DecodingError, refusedStep } from './decoding-error.ts';
import type { GenerateOptions } from './options.ts';
import { padPrompts } from './prompts.ts';
import { Settling } from './settling.ts';
import { StopTexts } from './stop-texts.ts';
import { TextFlow } from './text-flow.ts';

/** What happens while text is generated. */
export type GenerateEvent =
  | {
      /** The rows after a step: row r went on from row `parents[r]` with `tokens[r]`. */
      readonly kind: 'step';
      /** Number of the step, from 1. */
      readonly step: number;
      /** The prompt that each row belongs to. */
      readonly prompts: Int32Array;
      readonly parents: Int32Array;
      readonly tokens: Int32Array;
      /** Sum of the log-probabilities of each row's generated tokens. */
      readonly scores: Float32Array;
    }
  | {
      /** Tokens that will stay: with beams, all that may still become the best sequence share them. */
      readonly kind: 'tokens';
      readonly prompt: number;
      /** Number of the sequence among those of its prompt; with beams 0, the best one. */
      readonly sequence: number;
      readonly tokens: Int32Array;
      /** What is certain of the text with them; null without a tokenizer. */
      readonly text: string | null;
    };

/** A sequence that was generated. */
export interface GeneratedSequence {
  /** Number of its prompt in the batch. */
  readonly prompt: number;
  /** Prompt and generated tokens, an EOS included, without padding. */
  readonly tokens: Int32Array;
  /** How many of them are the prompt. */
  readonly promptLength: number;
  /** Text of the generated tokens, without EOS and cut before a stop string; null without a tokenizer. */
  readonly text: string | null;
  /** Length-normalised score that ranked the beams; null without beams. */
  readonly score: number | null;
  /** Log-probability of each generated token. */
  readonly logProbs: Float32Array;
  /** The beam that each was chosen from, prompt times `numBeams` plus the beam's number. */
  readonly beamIndices: Int32Array;
  readonly finishReason: FinishReason;
}

/**
 * Generates, and tells of each step. `break` stops at once; an aborted signal rejects with its reason between two steps.
 *
 * @param prompts tokens of each prompt; the shorter ones are padded on the left
 * @returns the sequences, prompt by prompt, best first
 * @throws OptionError before the first step, for options that cannot be honoured
 * @throws DecodingError where no token can be chosen
 * @example
 * ```ts
 * const prompt = tokenizer.encode('The quick brown fox');
 * for await (const event of generateSteps(model, [prompt], { numBeams: 5, maxNewTokens: 40, tokenizer }))
 *   if (event.kind === 'tokens') process.stdout.write(event.text ?? '');
 * ```
 */
export async function* generateSteps(
  model: LanguageModel,
  prompts: readonly ArrayLike<number>[],
  options: GenerateOptions = {},
): AsyncGenerator<GenerateEvent, readonly GeneratedSequence[], void> {
  const { signal, allowedTokens, stopStrings = [], tokenizer } = options;
  const padTokenId = options.padTokenId ?? options.eosTokenIds?.[0] ?? 0;
  const batch = padPrompts(prompts, padTokenId, model);
  const settings = checkSettings(options, model, batch.length);
  const decoder = kernels().startDecoding({
    vocabSize: model.vocabSize,
    prompts: batch,
    settings,
    key: options.random?.key ?? [0, 0],
  });
  const stops = tokenizer && stopStrings.length > 0 ? new StopTexts(stopStrings, tokenizer) : null;
  const settling = new Settling(decoder, batch.batch, settings, () =>
    tokenizer ? new TextFlow(tokenizer, stopStrings, settings.eosTokenIds) : null,
  );
  signal?.throwIfAborted();
  const state = model.start(batch);
  try {
    let rows = firstRows(batch);
    for (let count = 1; ; count++) {
      const logits = checkSize(await state.next(), rows.length, model.vocabSize);
      signal?.throwIfAborted();
      const allowed = allowedTokens && allowedLists(rows, allowedTokens, model.vocabSize);
      const step = oneStep(decoder, logits, allowed, rows, stops);
      rows = nextRows(rows, step);
      const { parents, tokens, items, scores } = step;
      yield { kind: 'step', step: count, prompts: items, parents, tokens, scores };
      yield* settling.events();
      signal?.throwIfAborted();
      if (step.done) break;
      goOn(state, step);
    }
  } finally {
    state.dispose();
  }
  const hypotheses = decoder.finish();
  yield* settling.rest(hypotheses);
  return sequencesOf(hypotheses, prompts, options);
}

/**
 * Generates to the end.
 *
 * @returns the sequences, prompt by prompt, best first
 * @throws OptionError for options that cannot be honoured
 * @throws DecodingError where no token can be chosen
 * @example
 * ```ts
 * const [best] = await generate(model, [tokenizer.encode('ROMEO:')], { doSample: true, topK: 20, random: new Prng(1), tokenizer });
 * best.text;
 * ```
 */
export async function generate(
  model: LanguageModel,
  prompts: readonly ArrayLike<number>[],
  options: GenerateOptions = {},
): Promise<readonly GeneratedSequence[]> {
  const steps = generateSteps(model, prompts, options);
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

function checkSize(logits: Float32Array, rows: number, vocabSize: number): Float32Array {
  if (logits.length !== rows * vocabSize)
    throw new TypeError(
      `the model gave ${logits.length} logits for ${rows} rows of ${vocabSize} tokens; a row has one for each token`,
    );
  return logits;
}

/** A row's prompt and its tokens, without padding. */
interface Row {
  readonly prompt: number;
  readonly tokens: readonly number[];
  readonly promptLength: number;
}

function firstRows({ tokens, batch, length, padding }: TokenBatch): readonly Row[] {
  return Array.from({ length: batch }, (_, prompt) => {
    const own = tokens.subarray(prompt * length + padding[prompt]!, (prompt + 1) * length);
    return { prompt, tokens: Array.from(own), promptLength: own.length };
  });
}

function nextRows(rows: readonly Row[], { parents, tokens }: DecodingStep): readonly Row[] {
  return Array.from(parents, (parent, index) => {
    const row = rows[parent]!;
    return { ...row, tokens: [...row.tokens, tokens[index]!] };
  });
}

function oneStep(
  decoder: Decoder,
  logits: Float32Array,
  allowed: AllowedTokens | undefined,
  rows: readonly Row[],
  stops: StopTexts | null,
): DecodingStep {
  const refused = (refusal: Parameters<typeof refusedStep>[0]) => {
    const { prompt, tokens, promptLength } = rows[refusal.row]!;
    return refusedStep(refusal, prompt, tokens.length - promptLength);
  };
  if (stops === null) {
    const step = decoder.advance(logits, allowed);
    if (step.refused !== null) throw refused(step);
    return step;
  }
  const candidates = decoder.propose(logits, allowed);
  if (candidates.refused !== null) throw refused(candidates);
  const stopped = Uint8Array.from(candidates.tokens, (token, index) => {
    const { tokens, promptLength } = rows[candidates.parents[index]!]!;
    return stops.isReached([...tokens.slice(promptLength), token]) ? 1 : 0;
  });
  return decoder.accept(stopped);
}

function goOn(state: LanguageModelState, { parents, tokens }: DecodingStep): void {
  state.reorder(parents);
  state.push(tokens);
}

function allowedLists(
  rows: readonly Row[],
  allowedTokens: NonNullable<GenerateOptions['allowedTokens']>,
  vocabSize: number,
): AllowedTokens {
  const ids: number[] = [];
  const offsets = [0];
  for (const { prompt, tokens } of rows) {
    const own = Array.from(allowedTokens(prompt, tokens));
    const wrong = own.find((id) => !(Number.isInteger(id) && id >= 0 && id < vocabSize));
    if (own.length === 0 || wrong !== undefined)
      throw new OptionError(
        'allowedTokens',
        `allowedTokens gives one token at least, each from 0 to ${vocabSize - 1}; after [${tokens.slice(-5).join(', ')}] it gave ${wrong ?? 'none'}`,
      );
    ids.push(...own);
    offsets.push(ids.length);
  }
  return { ids: Int32Array.from(ids), offsets: Int32Array.from(offsets) };
}

function sequencesOf(
  hypotheses: readonly Hypothesis[],
  prompts: readonly ArrayLike<number>[],
  options: GenerateOptions,
): readonly GeneratedSequence[] {
  const { tokenizer, stopStrings = [], eosTokenIds = [] } = options;
  const finished = new Set(hypotheses.map(({ item }) => item));
  prompts.forEach((_, prompt) => {
    if (!finished.has(prompt))
      throw new DecodingError(
        'DECODING_NO_HYPOTHESIS',
        `no sequence of prompt ${prompt} could be finished: every way on was banned, or a forced phrase was; ban fewer tokens`,
        { prompt },
      );
  });
  return hypotheses.map(({ item, tokens, score, logProbs, beamIndices, reason }) => {
    const flow = tokenizer ? new TextFlow(tokenizer, stopStrings, eosTokenIds) : null;
    return {
      prompt: item,
      tokens: Int32Array.from([...Array.from(prompts[item]!), ...tokens]),
      promptLength: prompts[item]!.length,
      text: flow && flow.push(tokens) + flow.end(),
      score,
      logProbs,
      beamIndices,
      finishReason: reason,
    };
  });
}
