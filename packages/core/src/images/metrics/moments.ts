/** Mean and covariance of rows of numbers, in doubles. */

import { OptionError } from '../../errors.ts';

/** Mean and covariance of a set of points. */
export interface Moments {
  /** [size] */
  readonly mean: Float64Array;
  /** [size, size], with the divisor count - 1. */
  readonly covariance: Float64Array;
}

/**
 * Mean and covariance of points, in two passes: the second one sums products of what is left of the mean.
 *
 * @param points [count, size]
 * @throws OptionError where there are fewer than two points, or the last one is cut
 */
export function momentsOf(points: Float32Array | Float64Array, size: number): Moments {
  const count = countPoints('points', points, size);
  if (count < 2)
    throw new OptionError('points', `a covariance needs two points or more; got ${count}`);
  const mean = new Float64Array(size);
  for (let row = 0; row < count; row++)
    for (let k = 0; k < size; k++) mean[k] = mean[k]! + points[row * size + k]!;
  for (let k = 0; k < size; k++) mean[k] = mean[k]! / count;
  const covariance = new Float64Array(size * size); // [size, size]
  const rest = new Float64Array(size);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < size; k++) rest[k] = points[row * size + k]! - mean[k]!;
    for (let i = 0; i < size; i++) {
      const factor = rest[i]!;
      // Features are often rectified, and many are the same for all points.
      if (factor === 0) continue;
      for (let j = i, at = i * size + i; j < size; j++, at++)
        covariance[at] = covariance[at]! + factor * rest[j]!;
    }
  }
  for (let i = 0; i < size; i++)
    for (let j = i; j < size; j++) {
      const value = covariance[i * size + j]! / (count - 1);
      covariance[i * size + j] = value;
      covariance[j * size + i] = value;
    }
  return { mean, covariance };
}

/**
 * How many points an array of them holds.
 *
 * @param option what the error calls the array
 * @throws OptionError where the last point is cut
 */
export function countPoints(option: string, points: ArrayLike<number>, size: number): number {
  const count = points.length / size;
  if (!Number.isInteger(count))
    throw new OptionError(
      option,
      `${option} hold ${size} numbers for each point; ${points.length} is no multiple of that`,
    );
  return count;
}
