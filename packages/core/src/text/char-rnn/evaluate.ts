/** How well a character RNN tells what comes next, in nats per character: of a whole text, of windows of it, of names. */

import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { fillUniform } from '../../kernels/random/stream.ts';
import { softmaxCrossEntropyLoss } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import { batchTensors, type CharRnnBatch, NO_TOKEN } from './batch.ts';
import type { CharRnn } from './char-rnn.ts';
import { type TokenSequences, takeSequences } from './sequences.ts';

/** What an evaluation came to. */
export interface CharRnnEvaluation {
  /** Mean of -log p of the characters that were told, nats. */
  readonly loss: number;
  /** How many those were. */
  readonly characters: number;
}

/** Steps that are read at once. */
const STRETCH = 128;

/** Sequences or windows that are read at once. */
const ROWS = 64;

/**
 * The mean over every character from `from` on, each once, where the state is carried through the text. To be quick, the text is cut into
 * streams that are read side by side, each after `warm` characters before its own that do not count.
 *
 * @param tokens the text with what stands before the part that counts
 * @throws OptionError for a part that is not there
 * @example
 * const { loss } = await evaluateText(rnn, tokens, { from: Math.floor(0.9 * tokens.length) });
 */
export async function evaluateText(
  rnn: CharRnn,
  tokens: Int32Array,
  options: {
    /** The first character that counts; there is one before it. */
    readonly from: number;
    /** @default 20 */
    readonly streams?: number;
    /** @default 1000, or as many as there are before `from` */
    readonly warm?: number;
  },
): Promise<CharRnnEvaluation> {
  const { from, streams = 20 } = options;
  requireWithin('from', from, 1, tokens.length - 1);
  requireWithin('streams', streams, 1, tokens.length - from);
  const { warm = Math.min(1000, from) } = options;
  requireWithin('warm', warm, 1, from);
  const own = Math.ceil((tokens.length - from) / streams);
  const tally = new Tally();
  let state: readonly Tensor[] | null = null;
  try {
    for (let at = -warm; at < own - 1; at += STRETCH) {
      const length = Math.min(STRETCH, own - 1 - at);
      const rows = new Int32Array(streams * (length + 1)).fill(NO_TOKEN); // [streams, length + 1]
      const counts = new Uint8Array(streams * length); // [streams, length]
      for (let stream = 0; stream < streams; stream++)
        for (let t = 0; t <= length; t++) {
          const place = from + stream * own + at + t;
          if (place >= tokens.length) break;
          rows[stream * (length + 1) + t] = tokens[place]!;
          if (t > 0 && at + t >= 0) counts[stream * length + t - 1] = 1;
        }
      const batch = { tokens: rows, batch: streams, length, categories: null };
      const read = told(rnn, batch, state);
      for (const each of state ?? []) each.dispose();
      state = read.state;
      await tally.add(read.losses, counts);
    }
  } finally {
    for (const each of state ?? []) each.dispose();
  }
  return tally.result;
}

/**
 * The mean over windows at places drawn from `random`, each read from nothing: what nanoGPT reports, and the harder measure.
 *
 * @param tokens the part that counts
 * @throws OptionError where the text is shorter than a window
 */
export async function evaluateWindows(
  rnn: CharRnn,
  tokens: Int32Array,
  options: {
    readonly random: Prng;
    /** Characters of a window that are told. @default 256 */
    readonly length?: number;
    /** @default 512 */
    readonly windows?: number;
  },
): Promise<CharRnnEvaluation> {
  const { random, length = 256, windows = 512 } = options;
  requireWithin('length', length, 1, tokens.length - 1);
  requireWithin('windows', windows, 1, Number.MAX_SAFE_INTEGER);
  const drawn = new Float64Array(windows);
  fillUniform(random.key, 0, drawn);
  const sequences = Array.from(drawn, (share) => {
    const start = Math.floor(share * (tokens.length - length));
    return tokens.subarray(start, start + length + 1);
  });
  return evaluateSequences(rnn, { sequences, categories: null });
}

/** The mean over all characters of all sequences, ends among them. @throws OptionError where there is none */
export async function evaluateSequences(
  rnn: CharRnn,
  set: TokenSequences,
): Promise<CharRnnEvaluation> {
  const count = set.sequences.length;
  requireWithin('sequences', count, 1, Number.MAX_SAFE_INTEGER);
  const tally = new Tally();
  for (let first = 0; first < count; first += ROWS) {
    const ids = Array.from({ length: Math.min(ROWS, count - first) }, (_, k) => first + k);
    const batch = takeSequences(set, ids);
    const { length } = batch;
    const counts = new Uint8Array(batch.batch * length).map((_, k) =>
      batch.tokens[k + Math.floor(k / length) + 1] === NO_TOKEN ? 0 : 1,
    );
    const { losses, state } = told(rnn, batch, null);
    for (const each of state) each.dispose();
    await tally.add(losses, counts);
  }
  return tally.result;
}

/** -log p of each token of a batch, [batch, length], and the state behind it; both are the caller's to dispose. */
function told(
  rnn: CharRnn,
  batch: Omit<CharRnnBatch, 'goesOn'>,
  from: readonly Tensor[] | null,
): { losses: Tensor; state: Tensor[] } {
  return tidy(() => {
    const { input, next } = batchTensors(rnn, batch);
    const { features, state } = rnn.network.read(input, from);
    const how = { ignoredId: NO_TOKEN };
    const losses = softmaxCrossEntropyLoss(rnn.network.logits(features), next, 'none', how);
    return { losses, state: [...state] };
  });
}

/** A sum of losses in doubles, and how many they were. */
class Tally {
  #sum = 0;
  #count = 0;

  /** Adds those losses that count, and disposes the tensor. */
  async add(losses: Tensor, counts: Uint8Array): Promise<void> {
    try {
      const values = await losses.data();
      for (let k = 0; k < counts.length; k++)
        if (counts[k] === 1) {
          this.#sum += values[k]!;
          this.#count++;
        }
    } finally {
      losses.dispose();
    }
  }

  get result(): CharRnnEvaluation {
    return { loss: this.#sum / this.#count, characters: this.#count };
  }
}

function requireWithin(option: string, value: number, least: number, most: number): void {
  if (!(Number.isSafeInteger(value) && value >= least && value <= most))
    throw new OptionError(
      option,
      `the ${option} of an evaluation is a whole number from ${least} to ${most}; got ${value}`,
    );
}
