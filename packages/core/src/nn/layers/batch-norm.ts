/** Batch normalisation: Ioffe & Szegedy, "Batch normalization" (2015), algorithms 1 and 2. */

import { mul, ones, type Tensor, tidy, type Variable, zeros } from '@tensorflow/tfjs-core';
import { batchNorm, batchNormInference } from '../ops/batch-norm.ts';
import { emaUpdate } from '../ops/optimizer-updates/ema.ts';
import { buffer, disposeVariables, parameter, type Variables } from '../parameters/variables.ts';
import { type ApplyOptions, type Layer, requireShape, requireSizes } from './layer.ts';

/** How a BatchNorm is made. */
export interface BatchNormConfig {
  /** Length of the last axis. */
  readonly channels: number;
  /** Added to the variance. @default 1e-5 */
  readonly epsilon?: number;
  /** The share of the batch's moments in the running ones, as PyTorch counts it (Keras: 1 minus it). @default 0.1 */
  readonly momentum?: number;
  /** Slope below zero of a leaky rectifier that follows, 0 being a plain one. @default 1, none */
  readonly slope?: number;
  /** What errors call it. @default 'BatchNorm' */
  readonly name?: string;
}

/**
 * Each channel with mean 0 and variance 1 over all other axes, times weight, plus bias: [..., channels]. In training by the
 * moments of the batch, which then enter the running ones (the unbiased variance, as in PyTorch); otherwise by the
 * running ones. Variables: `weight`, `bias` and the buffers `running_mean`, `running_var`, all [channels].
 *
 * @example
 * const norm = new BatchNorm({ channels: 32, slope: 0.2 });  // 1. weight 1, bias 0, running mean 0, variance 1
 * const y = norm.apply(x, { training: true });               // 2. [batch, 14, 14, 32], and the running moments move
 * const z = norm.apply(x);                                   // 3. by the running moments
 */
export class BatchNorm implements Layer {
  readonly variables: Variables;
  readonly #config: BatchNormConfig;
  readonly #name: string;
  readonly #weight: Variable;
  readonly #bias: Variable;
  readonly #mean: Variable;
  readonly #variance: Variable;

  /** @throws OptionError for a number of channels that is no whole number from 1 on */
  constructor(config: BatchNormConfig) {
    const { channels, name = 'BatchNorm' } = config;
    requireSizes(name, { channels });
    this.#config = config;
    this.#name = name;
    this.#weight = parameter(ones([channels]));
    this.#bias = parameter(zeros([channels]));
    this.#mean = buffer(zeros([channels]));
    this.#variance = buffer(ones([channels]));
    this.variables = new Map([
      ['weight', this.#weight],
      ['bias', this.#bias],
      ['running_mean', this.#mean],
      ['running_var', this.#variance],
    ]);
  }

  /** @throws ShapeError where x is not [..., channels], RangeError in training on one value per channel */
  apply(x: Tensor, { training = false }: ApplyOptions = {}): Tensor {
    const { channels, epsilon = 1e-5, slope = 1 } = this.#config;
    requireShape(this.#name, 'x', x, ['...', channels]);
    const how = { epsilon, slope };
    if (!training)
      return batchNormInference(x, this.#weight, this.#bias, this.#mean, this.#variance, how);
    return tidy(() => {
      const { y, mean, variance } = batchNorm(x, this.#weight, this.#bias, how);
      this.#remember(mean, variance, x.size / channels);
      return y; // [..., channels]
    });
  }

  dispose(): void {
    disposeVariables(this.variables);
  }

  #remember(mean: Tensor, variance: Tensor, count: number): void {
    if (count < 2)
      throw new RangeError(
        `cannot apply ${this.#name} in training: a variance needs 2 values per channel; got ${count}; make the batch larger`,
      );
    const { momentum = 0.1 } = this.#config;
    emaUpdate(this.#mean, mean, 1 - momentum);
    emaUpdate(this.#variance, mul(variance, count / (count - 1)), 1 - momentum);
  }
}
