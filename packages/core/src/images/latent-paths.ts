/** Ways through the space of codes, in double precision. Knows no model. */

import { OptionError } from '../errors.ts';
import { normalQuantile } from '../kernels/random/normal-quantile.ts';

/** How a way leads from one code to another. */
export type Interpolation = 'linear' | 'slerp';

/**
 * Codes at even distances from `a` to `b`, both among them.
 *
 * `linear` is the straight line. `slerp` turns from one direction to the other at an even speed: sin((1 - t) w) / sin(w) a + sin(t w) / sin(w) b,
 * w being the angle between them (Shoemake, "Animating rotation with quaternion curves", 1985, section 3.3). Codes of a normal
 * distribution lie near a sphere, and the straight line leaves it. Between parallel codes, where no direction is left to turn in, it
 * is the line.
 *
 * @param a [size]
 * @param b [size]
 * @param steps at least 2
 * @returns [steps, size]
 * @throws OptionError for fewer steps, or another word than the two
 * @throws RangeError for codes of different sizes
 */
export function latentPath(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  steps: number,
  interpolation: Interpolation,
): Float32Array {
  if (!Number.isSafeInteger(steps) || steps < 2)
    throw new OptionError('steps', `a path has 2 steps or more, its ends; got ${steps}`);
  if (a.length !== b.length)
    throw new RangeError(
      `a path leads between codes of one size; got ${a.length} and ${b.length} numbers`,
    );
  const sharesAt = sharesOf(a, b, interpolation);
  const path = new Float32Array(steps * a.length); // [steps, size]
  for (let step = 0; step < steps; step++) {
    const [ofA, ofB] = sharesAt(step / (steps - 1));
    for (let k = 0; k < a.length; k++) path[step * a.length + k] = ofA * a[k]! + ofB * b[k]!;
  }
  return path;
}

function sharesOf(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  interpolation: Interpolation,
): (t: number) => readonly [number, number] {
  if (interpolation === 'linear') return lineShares;
  if (interpolation !== 'slerp')
    throw new OptionError(
      'interpolation',
      `an interpolation is linear or slerp; got ${interpolation}`,
    );
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
  const sine = Math.sin(angle);
  // No number where a code is the origin.
  if (!(sine > 1e-6)) return lineShares;
  return (t) => [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine];
}

const lineShares = (t: number) => [1 - t, t] as const;

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/**
 * A grid over the plane of codes in which each cell holds the same share of the prior: the quantiles of the normal distribution at the
 * middles of `side` equal steps of probability (Kingma & Welling, 2014, figure 4). Rows from the top, the largest second
 * coordinate first.
 *
 * @param side at least 1
 * @returns [side * side, 2]
 * @throws OptionError for no whole number from 1 on
 */
export function manifoldCodes(side: number): Float32Array {
  if (!Number.isSafeInteger(side) || side < 1)
    throw new OptionError(
      'side',
      `the side of a manifold is a whole number from 1 on; got ${side}`,
    );
  const ticks = Array.from({ length: side }, (_, k) => normalQuantile((k + 0.5) / side));
  return Float32Array.from(ticks.toReversed().flatMap((y) => ticks.flatMap((x) => [x, y])));
}
