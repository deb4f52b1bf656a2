/** What operations over the last axis ask of their parameters. */

import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Asserts that every parameter is [channels], where x is [..., channels].
 *
 * @throws RangeError if one is not
 */
export function checkChannels(
  operation: string,
  x: Tensor,
  parameters: Readonly<Record<string, Tensor>>,
): void {
  const channels = x.shape.at(-1);
  for (const [name, { shape }] of Object.entries(parameters)) {
    if (channels !== undefined && shape.length === 1 && shape[0] === channels) continue;
    throw new RangeError(
      `${operation}: ${name} has one value for each of the last axis of x; ${name} is [${shape}] and x is [${x.shape}]`,
    );
  }
}
