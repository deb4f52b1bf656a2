/** Gated recurrent units: Cho et al. (2014), with the reset gate after the product, as in PyTorch and cuDNN. */

import type { Tensor } from '@tensorflow/tfjs-core';
import { gru } from '../ops/gru.ts';
import { type RecurrentConfig, RecurrentLayer, type RecurrentWeights } from './recurrent.ts';

/**
 * GRU layers on top of each other: [batch, time, inputs] to [batch, time, units]; a state is [batch, units]. Variables of
 * layer k: `weight_ih_lk` [inputs or units, 3 units], `weight_hh_lk` [units, 3 units] (the transposes of PyTorch's),
 * `bias_ih_lk` and `bias_hh_lk` [3 units]; gates in the order reset, update, new.
 *
 * @example
 * const memory = new Gru({ inputs: 64, units: 128, random });  // 1. made with its weights
 * const { outputs, states } = memory.apply(x);                 // 2. [batch, time, 128], and where it ended
 */
export class Gru extends RecurrentLayer<Tensor> {
  /** @throws OptionError for a size that is no whole number from 1 on, or a rate outside [0, 1) */
  constructor(config: RecurrentConfig) {
    super(config, { name: 'Gru', gates: 3, recurrentBias: true });
  }

  protected override applyLayer(x: Tensor, weights: RecurrentWeights, state: Tensor | null) {
    const { kernel, recurrentKernel, bias, recurrentBias } = weights;
    const gates = { kernel, recurrentKernel, bias, recurrentBias: recurrentBias! };
    const { outputs, h } = gru(x, gates, state);
    return { outputs, state: h };
  }
}
