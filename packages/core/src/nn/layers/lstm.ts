/** Long short-term memory: Hochreiter & Schmidhuber (1997), with the forget gate of Gers et al. (2000), as in PyTorch. */

import type { Tensor } from '@tensorflow/tfjs-core';
import { type LstmState, lstm } from '../ops/lstm.ts';
import { type RecurrentConfig, RecurrentLayer, type RecurrentWeights } from './recurrent.ts';

/**
 * LSTM layers on top of each other: [batch, time, inputs] to [batch, time, units]. Variables of layer k: `weight_ih_lk`
 * [inputs or units, 4 units], `weight_hh_lk` [units, 4 units] (the transposes of PyTorch's), `bias_ih_lk` [4 units] (the sum
 * of PyTorch's two); gates in the order input, forget, cell, output.
 *
 * @example
 * const memory = new Lstm({ inputs: 64, units: 128, layers: 2, dropout: 0.2, random }); // 1. made with its weights
 * const first = memory.apply(x, { training: true, random: stepRandom });                // 2. outputs and states
 * const next = memory.apply(y, { states: first.states });                               // 3. goes on from there
 */
export class Lstm extends RecurrentLayer<LstmState> {
  /** @throws OptionError for a size that is no whole number from 1 on, or a rate outside [0, 1) */
  constructor(config: RecurrentConfig) {
    super(config, { name: 'Lstm', gates: 4, recurrentBias: false });
  }

  protected override applyLayer(x: Tensor, weights: RecurrentWeights, state: LstmState | null) {
    const { kernel, recurrentKernel, bias } = weights;
    const { outputs, h, c } = lstm(x, { kernel, recurrentKernel, bias }, state);
    return { outputs, state: { h, c } };
  }
}
