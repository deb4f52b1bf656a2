/**
 * A long text as parallel streams, for truncated back-propagation: Williams & Peng, "An efficient gradient-based algorithm for on-line
 * training of recurrent network trajectories" (1990). Each batch goes on where the one before it ended.
 */

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
  for (const [option, value] of Object.entries({ streams, length }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new OptionError(option, `${option} is a whole number from 1 on; got ${value}`);
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

/** A place in the text, drawn uniformly. */
function placeOf({ key }: Prng, count: number): number {
  const drawn = new Float64Array(1);
  fillUniform(key, 0, drawn);
  return Math.floor(drawn[0]! * count);
}
