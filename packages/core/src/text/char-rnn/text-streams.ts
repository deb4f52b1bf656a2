/**
 * A long text as batches: parallel streams for truncated back-propagation, where each batch goes on where the one before it ended
 * (Williams & Peng, "An efficient gradient-based algorithm for on-line training of recurrent network trajectories", 1990), and windows
 * for an evaluation on the way.
 */

import { windowsAt } from '../../data/text/token-windows.ts';
import { OptionError } from '../../errors.ts';
import { fillUniform } from '../../kernels/random/stream.ts';
import type { Prng } from '../../random/prng.ts';
import type { BatchSource } from '../../train/batches.ts';
import type { CharRnnBatch } from './batch.ts';

/**
 * Stretches of `length` tokens of `streams` places of a text at once. Each pass begins at another place, drawn anew, and what is left of
 * a stream sits out that pass; at the end the text goes on with its beginning.
 *
 * @param tokens all of the text
 * @throws OptionError where the text has no stretch for each stream
 * @example
 * const batches = textStreams(train, { streams: 32, length: 64, random });
 * const model = charRnnTrainable(rnn, { streams: 32 });
 */
export function textStreams(
  tokens: Int32Array,
  options: {
    readonly streams: number;
    /** Steps that gradients go back. */
    readonly length: number;
    /** Decides where passes begin; pass p takes `random.split(p)`. */
    readonly random: Prng;
  },
): BatchSource<CharRnnBatch> {
  const { streams, length, random } = options;
  requireCounts({ streams, length });
  const apart = Math.floor(tokens.length / streams);
  const batchesPerEpoch = Math.floor(apart / length);
  if (batchesPerEpoch === 0 || tokens.length < 2)
    throw new OptionError(
      'length',
      `${streams} streams of ${length} tokens take a text of ${Math.max(2, streams * length)} at least; this one has ${tokens.length}`,
    );
  return {
    batchSize: streams,
    batchesPerEpoch,
    batchAt(position) {
      const pass = Math.floor(position / batchesPerEpoch);
      const index = position % batchesPerEpoch;
      const first = placeOf(random.split(pass), tokens.length) + index * length;
      const rows = new Int32Array(streams * (length + 1)); // [streams, length + 1]
      for (let stream = 0; stream < streams; stream++)
        for (let t = 0; t <= length; t++)
          rows[stream * (length + 1) + t] = tokens[(first + stream * apart + t) % tokens.length]!;
      return { tokens: rows, batch: streams, length, categories: null, goesOn: index > 0 };
    },
  };
}

/**
 * Windows of a text, one behind the other, each read from nothing: what `fit` evaluates a model by. What does not fill a last batch is
 * passed over.
 *
 * @param tokens the part that counts
 * @throws OptionError where the text is too short for one batch
 * @example
 * const evaluation = { batches: textWindows(validation), every: 500 };
 */
export function textWindows(
  tokens: Int32Array,
  options: {
    /** Characters of a window that are told. @default 256 */
    readonly length?: number;
    /** Windows of a batch. @default 32 */
    readonly batchSize?: number;
  } = {},
): BatchSource<CharRnnBatch> {
  const { length = 256, batchSize = 32 } = options;
  requireCounts({ length, batchSize });
  const batchesPerEpoch = Math.floor((tokens.length - 1) / (length * batchSize));
  if (batchesPerEpoch < 1)
    throw new OptionError(
      'batchSize',
      `${batchSize} windows of ${length} tokens take a text of ${batchSize * length + 1} at least; this one has ${tokens.length}`,
    );
  return {
    batchSize,
    batchesPerEpoch,
    batchAt(position) {
      const first = (position % batchesPerEpoch) * batchSize;
      const starts = Array.from({ length: batchSize }, (_, row) => (first + row) * length);
      return { ...windowsAt(tokens, starts, length), categories: null, goesOn: false };
    },
  };
}

function requireCounts(counts: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(counts))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new OptionError(option, `${option} is a whole number from 1 on; got ${value}`);
}

/** A place in the text, drawn uniformly. */
function placeOf({ key }: Prng, count: number): number {
  const drawn = new Float64Array(1);
  fillUniform(key, 0, drawn);
  return Math.floor(drawn[0]! * count);
}
