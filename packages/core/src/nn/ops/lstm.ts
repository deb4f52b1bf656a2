/**
 * Long short-term memory over a whole sequence: Hochreiter & Schmidhuber, "Long short-term memory" (1997), with forget gates as
 * in Gers et al., "Learning to forget" (2000).
 */

import {
  add,
  matMul,
  mul,
  registerGradient,
  sigmoid,
  split,
  stack,
  type Tensor,
  tanh,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './fused-kernel.ts';
import { requireRecurrent, stepsOf, timesMatrix } from './recurrent.ts';

/** Weights of an LSTM; columns are the gates i, f, g, o, of `units` each, as in Keras, and in PyTorch's transposed weights. */
export interface LstmWeights {
  /** [input, 4 * units] */
  readonly kernel: Tensor;
  /** [units, 4 * units] */
  readonly recurrentKernel: Tensor;
  /** [4 * units]; PyTorch's two biases are added. */
  readonly bias: Tensor;
}

/** What an LSTM remembers, [batch, units] each. */
export interface LstmState {
  /** Its last output. */
  readonly h: Tensor;
  /** Its cell. */
  readonly c: Tensor;
}

/** What an LSTM gives: all outputs [batch, time, units], and the state after the last step. */
export type LstmResult = {
  readonly outputs: Tensor;
  readonly h: Tensor;
  readonly c: Tensor;
};

/**
 * c = sigmoid(f) c + sigmoid(i) tanh(g) and h = sigmoid(o) tanh(c), step by step, with [i, f, g, o] = x kernel + h recurrentKernel
 * + bias.
 *
 * @param x [batch, time, input], at least one step
 * @param state the state before the first step; null for zeros
 * @throws OptionError if the shapes do not fit
 * @example
 * const { outputs, h, c } = lstm(x, weights, null);
 * const next = lstm(more, weights, { h, c });
 */
export function lstm(x: Tensor, weights: LstmWeights, state: LstmState | null): LstmResult {
  const units = weights.recurrentKernel.shape[0]!;
  const one = [x.shape[0]!, units];
  requireRecurrent('lstm', x, {
    kernel: [weights.kernel, [x.shape[2]!, 4 * units]],
    recurrentKernel: [weights.recurrentKernel, [units, 4 * units]],
    bias: [weights.bias, [4 * units]],
    ...(state === null ? {} : { h: [state.h, one], c: [state.c, one] }),
  });
  return tidy(() => {
    const { h, c } = state ?? { h: zeros(one), c: zeros(one) };
    if (!hasKernel('ferrogen.Lstm')) return composedLstm(x, weights, { h, c });
    const inputs = { x, ...weights, firstH: h, firstC: c };
    const [outputs, lastH, lastC] = runKernel<Tensor[]>('ferrogen.Lstm', inputs);
    return { outputs: outputs!, h: lastH!, c: lastC! };
  });
}

/** The same of plain operations. */
export function composedLstm(x: Tensor, weights: LstmWeights, state: LstmState): LstmResult {
  return tidy(() => {
    let { h, c } = state;
    const steps = stepsOf(add(timesMatrix(x, weights.kernel), weights.bias));
    const outputs = steps.map((fromInput) => {
      const gates = add(fromInput, matMul(h, weights.recurrentKernel)); // [batch, 4 * units]
      const [i, f, g, o] = split(gates, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
      c = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)));
      h = mul(sigmoid(o), tanh(c));
      return h;
    });
    return { outputs: stack(outputs, 1), h, c };
  });
}

registerGradient({
  kernelName: 'ferrogen.Lstm',
  inputsToSave: ['x', 'kernel', 'recurrentKernel', 'bias', 'firstH', 'firstC'],
  outputsToSave: [true, false, false, true, true],
  gradFunc: (dys, saved) => {
    const [dOutputs, dH, dC] = dys as Tensor[];
    const [x, kernel, recurrentKernel, bias, firstH, firstC, outputs, gates, cells] = saved;
    // Nearly all of the work is common to all inputs.
    const [dGates, dKernel, dRecurrentKernel, dBias, dFirstH, dFirstC] = runKernel<Tensor[]>(
      'ferrogen.LstmGrad',
      {
        dOutputs: dOutputs!,
        dH: dH!,
        dC: dC!,
        x: x!,
        kernel: kernel!,
        recurrentKernel: recurrentKernel!,
        bias: bias!,
        firstH: firstH!,
        firstC: firstC!,
        outputs: outputs!,
        gates: gates!,
        cells: cells!,
      },
    );
    return {
      x: () => timesMatrix(dGates!, kernel!, true),
      kernel: () => dKernel!,
      recurrentKernel: () => dRecurrentKernel!,
      bias: () => dBias!,
      firstH: () => dFirstH!,
      firstC: () => dFirstC!,
    };
  },
});
