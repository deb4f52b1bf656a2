/** The smallest trainable, for tests of the loop itself. */

import type { Losses, Trainable } from '@ferrogen/core/train';
import { tensor1d, tidy, variable } from '@tensorflow/tfjs-core';

/** A trainable of one weight whose losses are the caller's. */
export function trainableOf(
  losses: (step: number) => Losses,
): Trainable<number> & { dispose(): void } {
  const weight = tidy(() => variable(tensor1d([1, 2])));
  return {
    variables: new Map([['weight', weight]]),
    optimizers: new Map(),
    step: (_, { step }) => losses(step),
    evaluate: (_, { step }) => losses(step),
    dispose: () => weight.dispose(),
  };
}

/** Batches that are their own positions. */
export const numbers = {
  batchSize: 2,
  batchesPerEpoch: 5,
  batchAt: (position: number) => position,
};
