/** Dropout: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014), inverted. */

import type { Tensor } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { dropout } from '../ops/dropout.ts';
import type { Variables } from '../parameters/variables.ts';
import { type ApplyOptions, type Layer, requireRandom } from './layer.ts';

/** How a Dropout is made. */
export interface DropoutConfig {
  /** Probability that a value becomes 0; the others are divided by 1 - rate. From 0 to below 1. */
  readonly rate: number;
  /** What errors call it. @default 'Dropout' */
  readonly name?: string;
}

/**
 * In training each value is 0 with probability `rate`; otherwise all pass. Any shape, no variables.
 *
 * @example
 * const drop = new Dropout({ rate: 0.1 });                       // 1. nothing to own
 * const y = drop.apply(x, { training: true, random });           // 2. the same mask for the same source
 * const z = drop.apply(x);                                       // 3. x as it is
 */
export class Dropout implements Layer {
  readonly variables: Variables = new Map();
  readonly #rate: number;
  readonly #name: string;

  /** @throws OptionError for a rate outside [0, 1) */
  constructor({ rate, name = 'Dropout' }: DropoutConfig) {
    requireRate(name, rate);
    this.#rate = rate;
    this.#name = name;
  }

  /** @throws OptionError in training without `random`, unless the rate is 0 */
  apply(x: Tensor, options: ApplyOptions = {}): Tensor {
    if (!options.training || this.#rate === 0) return x.clone();
    return dropout(x, this.#rate, requireRandom(this.#name, options));
  }

  dispose(): void {}
}

/** @throws OptionError for a rate outside [0, 1) */
export function requireRate(layer: string, rate: number): void {
  if (!(rate >= 0 && rate < 1))
    throw new OptionError(
      'rate',
      `cannot make ${layer}: a rate of dropout is from 0 to below 1; got ${rate}`,
    );
}
