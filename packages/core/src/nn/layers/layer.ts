/** What every layer is, and how a layer says that it was given the wrong thing. */

import type { Tensor } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import type { Prng } from '../../random/prng.ts';
import type { Variables } from '../parameters/variables.ts';

/** How a layer is applied. */
export interface ApplyOptions {
  /** Whether this is training: dropout drops, batch norm uses the batch's moments and remembers them. @default false */
  readonly training?: boolean;
  /**
   * What is drawn in training comes from here, the same for the same source: pass another one at every step, and a
   * `split` of it to every layer.
   */
  readonly random?: Prng;
}

/** A map of tensors with weights of its own, which exist as long as it does. */
export interface Layer {
  /** Named as in PyTorch: `weight`, `bias`, `running_mean`. */
  readonly variables: Variables;
  /** The result is the caller's to dispose. */
  apply(x: Tensor, options?: ApplyOptions): Tensor;
  /** Disposes the weights. */
  dispose(): void;
}

/** A tensor whose shape a layer cannot take. */
export class ShapeError extends RangeError {
  override readonly name = 'ShapeError';
  readonly code = 'SHAPE_MISMATCH';
  /** Name of the layer. */
  readonly layer: string;
  /** The shape that it takes; words stand for any number. */
  readonly expected: Shape;
  readonly seen: readonly number[];

  constructor(layer: string, what: string, expected: Shape, seen: readonly number[]) {
    super(
      `cannot apply ${layer}: ${what} has shape [${expected.join(', ')}]; got [${seen.join(', ')}]`,
    );
    this.layer = layer;
    this.expected = expected;
    this.seen = seen;
  }
}

/** A shape with words for the axes that may be of any length; '...' in front stands for any number of axes. */
export type Shape = readonly (number | string)[];

/** @throws ShapeError where the tensor's shape is another one */
export function requireShape(
  layer: string,
  what: string,
  { shape }: Tensor,
  expected: Shape,
): void {
  const open = expected[0] === '...';
  const axes = open ? expected.slice(1) : expected;
  const offset = shape.length - axes.length;
  const fits =
    (open ? offset >= 0 : offset === 0) &&
    axes.every((length, axis) => typeof length === 'string' || shape[offset + axis] === length);
  if (!fits) throw new ShapeError(layer, what, expected, shape);
}

/** The source of what a layer draws. @throws OptionError where there is none */
export function requireRandom(layer: string, { random }: ApplyOptions): Prng {
  if (random === undefined)
    throw new OptionError(
      'random',
      `cannot apply ${layer} in training: it draws numbers; pass { training: true, random: new Prng(seed) }`,
    );
  return random;
}

/** @throws OptionError for a size that is no whole number from 1 on */
export function requireSizes(layer: string, sizes: Readonly<Record<string, number>>): void {
  for (const [option, size] of Object.entries(sizes))
    if (!Number.isSafeInteger(size) || size < 1)
      throw new OptionError(
        option,
        `cannot make ${layer}: ${option} is a whole number from 1 on; got ${size}`,
      );
}
