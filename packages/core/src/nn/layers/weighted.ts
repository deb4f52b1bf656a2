/** What layers of one weight, a bias and an activation have in common. Knows nothing of what they do with them. */

import type { Rank, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Prng } from '../../random/prng.ts';
import { zeroValues } from '../initializers/constant.ts';
import type { Fan, Initializer } from '../initializers/initializer.ts';
import { glorotUniform } from '../initializers/random.ts';
import { type Activation, requireActivation } from '../ops/activation.ts';
import { parameter, type Variables } from '../parameters/variables.ts';
import type { ApplyOptions } from './layer.ts';
import { SpectralNorm } from './spectral-norm.ts';

/** What layers with a weight, a bias and an activation are made with. */
export interface WeightedConfig {
  /** The source of the first weights. */
  readonly random: Prng;
  /** @default 'linear' */
  readonly activation?: Activation;
  /** Of `leakyRelu`, below zero. @default 0.2 */
  readonly slope?: number;
  /** Whether there is one. @default true */
  readonly bias?: boolean;
  /** Whether the weight is divided by its largest singular value, see SpectralNorm. @default false */
  readonly spectralNorm?: boolean;
  /** @default glorotUniform */
  readonly weightInitializer?: Initializer;
  /** @default zeroValues */
  readonly biasInitializer?: Initializer;
  /** What errors call the layer. @default its class */
  readonly name?: string;
}

/** A weight and a bias as a layer holds them. */
export interface Weights<Weight extends Tensor> {
  readonly variables: Variables;
  readonly bias: Variable<Rank.R1> | null;
  /** The weight to apply now. */
  weight(options: ApplyOptions): Weight;
}

/**
 * @param outputAxis which axis of the weight counts outputs
 * @throws OptionError for an activation that there is not
 */
export function makeWeights<Weight extends Tensor>(
  config: WeightedConfig,
  shape: readonly number[],
  outputAxis: number,
  fan: Fan,
): Weights<Weight> {
  const { random, weightInitializer = glorotUniform, biasInitializer = zeroValues } = config;
  requireActivation(config.activation ?? 'linear');
  const variables = new Map<string, Variable>();
  const weight = parameter(weightInitializer(shape, fan, random.split(0)));
  variables.set(config.spectralNorm ? 'weight_orig' : 'weight', weight);
  const outputs = shape.at(outputAxis)!;
  const bias =
    config.bias === false
      ? null
      : (parameter(biasInitializer([outputs], fan, random.split(1))) as Variable<Rank.R1>);
  if (bias !== null) variables.set('bias', bias);
  if (!config.spectralNorm) return { variables, bias, weight: () => weight as Tensor as Weight };
  const norm = new SpectralNorm({ outputs, outputAxis, random: random.split(2) });
  for (const [name, each] of norm.variables) variables.set(name, each);
  return { variables, bias, weight: (how) => norm.apply(weight, how) as Weight };
}

/** What an operation takes of it, defaults filled in. */
export function activationOf({ activation = 'linear', slope = 0.2 }: WeightedConfig): {
  activation: Activation;
  slope: number;
} {
  return { activation, slope };
}
