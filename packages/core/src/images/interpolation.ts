/** Ways from one code to another, whatever model the codes are of. */

import { OptionError } from '../errors.ts';

/** Straight, or along a great circle. */
export type InterpolationPath = 'linear' | 'slerp';

/**
 * Codes from `a` to `b` at even distances, both ends included.
 *
 * `slerp` turns the direction at an even angle (Shoemake, "Animating rotation with quaternion curves", 1985, section 3.3) and
 * lets the length go evenly: Gaussian codes of many dimensions lie near a sphere, which the straight way leaves (White,
 * "Sampling generative networks", 2016, section 2). Codes that point the same way, or opposite ways, have no one circle, and are
 * joined straight.
 *
 * @param a a code, [size]
 * @param b another, [size]
 * @param steps how many codes, from 2 on
 * @returns [steps, size]
 * @throws OptionError for fewer than 2 steps, codes of different lengths, or a path without a name
 */
export function interpolateCodes(
  a: Float32Array,
  b: Float32Array,
  steps: number,
  path: InterpolationPath,
): Float32Array {
  if (!Number.isSafeInteger(steps) || steps < 2)
    throw new OptionError(
      'steps',
      `an interpolation has 2 codes or more, its ends among them; got ${steps}`,
    );
  if (a.length !== b.length)
    throw new OptionError(
      'b',
      `both codes have one length; got ${a.length} and ${b.length} numbers`,
    );
  if (path !== 'linear' && path !== 'slerp')
    throw new OptionError('path', `a path is linear or slerp; got ${String(path)}`);
  const weights = path === 'linear' ? straight : around(a, b);
  const codes = new Float32Array(steps * a.length); // [steps, size]
  for (let step = 0; step < steps; step++) {
    const [ofA, ofB] = weights(step / (steps - 1));
    for (let k = 0; k < a.length; k++) codes[step * a.length + k] = ofA * a[k]! + ofB * b[k]!;
  }
  return codes;
}

/** How much of each end a code holds, at a part of the way from 0 to 1. */
type Weights = (part: number) => readonly [number, number];

const straight: Weights = (part) => [1 - part, part];

function around(a: Float32Array, b: Float32Array): Weights {
  const [lengthA, lengthB] = [length(a), length(b)];
  const cosine = a.reduce((sum, value, k) => sum + value * b[k]!, 0) / (lengthA * lengthB);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  if (!(Math.sin(angle) > 1e-6)) return straight;
  return (part) => {
    const here = (1 - part) * lengthA + part * lengthB;
    const [ofA, ofB] = [Math.sin((1 - part) * angle), Math.sin(part * angle)];
    return [(here * ofA) / (Math.sin(angle) * lengthA), (here * ofB) / (Math.sin(angle) * lengthB)];
  };
}

function length(code: Float32Array): number {
  return Math.sqrt(code.reduce((sum, value) => sum + value * value, 0));
}
