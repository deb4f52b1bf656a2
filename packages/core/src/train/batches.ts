/** Where batches come from: sources that can start at any position, so that training can resume at any step. */

import { OptionError } from '../errors.ts';
import { fillUniform } from '../kernels/random/stream.ts';
import type { Prng } from '../random/prng.ts';

/** Batches by their position. */
export interface BatchSource<Batch> {
  /** Examples in a batch. */
  readonly batchSize: number;
  /** Batches that go through the data once. */
  readonly batchesPerEpoch: number;
  /**
   * The batch at a position, counted from 0 over all epochs. The same position gives the same batch whatever was asked before.
   */
  batchAt(position: number): Batch | Promise<Batch>;
  /** Called once the loop is done with a batch: for sources that make tensors. */
  release?(batch: Batch): void;
}

/**
 * Batches of a collection in an order drawn anew for each epoch. Examples that do not fill a last batch sit out that epoch.
 *
 * @param pick makes the batch of the examples with these numbers
 * @throws OptionError where there are fewer examples than a batch needs
 * @example
 * ```ts
 * const source = shuffledBatches({ examples: 60_000, batchSize: 64, random }, (indices) => images.pick(indices));
 * ```
 */
export function shuffledBatches<Batch>(
  options: {
    /** How many examples there are. */
    readonly examples: number;
    readonly batchSize: number;
    /** Decides the order; epoch e takes `random.split(e)`. */
    readonly random: Prng;
  },
  pick: (indices: Uint32Array) => Batch | Promise<Batch>,
): BatchSource<Batch> {
  const { examples, batchSize, random } = options;
  if (!Number.isSafeInteger(batchSize) || batchSize < 1 || !(batchSize <= examples))
    throw new OptionError(
      'batchSize',
      `a batch has 1 example or more, and no more than there are (${examples}); got ${batchSize}`,
    );
  const batchesPerEpoch = Math.floor(examples / batchSize);
  let drawn: { epoch: number; order: Uint32Array } = { epoch: -1, order: new Uint32Array(0) };
  return {
    batchSize,
    batchesPerEpoch,
    batchAt(position) {
      const epoch = Math.floor(position / batchesPerEpoch);
      if (epoch !== drawn.epoch) drawn = { epoch, order: shuffled(examples, random.split(epoch)) };
      const first = (position % batchesPerEpoch) * batchSize;
      return pick(drawn.order.slice(first, first + batchSize));
    },
  };
}

/** The numbers 0 to `count` - 1 in an order drawn uniformly (Fisher & Yates, 1938; Durstenfeld's form, 1964). */
export function shuffled(count: number, random: Prng): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const uniform = new Float64Array(count);
  fillUniform(random.key, 0, uniform);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor(uniform[last]! * (last + 1));
    const kept = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = kept;
  }
  return order;
}
