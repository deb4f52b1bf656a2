/** What a loss compares value by value has one shape. */

import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * TensorFlow.js would repeat [batch] along [batch, 1], and the loss be that of every pair.
 *
 * @param tensors by the names that the error calls them; numbers fit any shape
 * @throws RangeError where two shapes differ
 */
export function requireSameShape(
  loss: string,
  tensors: Readonly<Record<string, Tensor | number>>,
): void {
  const shapes = new Map<string, string>();
  for (const [name, each] of Object.entries(tensors))
    if (typeof each !== 'number') shapes.set(name, `[${each.shape.join(', ')}]`);
  if (new Set(shapes.values()).size < 2) return;
  const seen = [...shapes].map(([name, shape]) => `${name} ${shape}`).join(', ');
  throw new RangeError(
    `${loss} goes value by value, so that all shapes are the same; got ${seen}; reshape one of them`,
  );
}
