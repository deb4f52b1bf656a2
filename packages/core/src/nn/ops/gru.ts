/**
 * The gated recurrent unit over a whole sequence: Cho et al., "Learning phrase representations using RNN encoder-decoder" (2014),
 * in the form of cuDNN and PyTorch, where the reset gate comes after the product.
 */

import {
  add,
  matMul,
  mul,
  registerGradient,
  sigmoid,
  split,
  stack,
  sub,
  type Tensor,
  tanh,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './fused-kernel.ts';
import { requireRecurrent, stepsOf, timesMatrix } from './recurrent.ts';

/** Weights of a GRU; columns are the gates r, z, n, of `units` each, as in PyTorch's transposed weights. */
export interface GruWeights {
  /** [input, 3 * units] */
  readonly kernel: Tensor;
  /** [units, 3 * units] */
  readonly recurrentKernel: Tensor;
  /** [3 * units], added to x kernel. */
  readonly bias: Tensor;
  /** [3 * units], added to h recurrentKernel. */
  readonly recurrentBias: Tensor;
}

/** What a GRU gives: all outputs [batch, time, units], and the last one, its state, [batch, units]. */
export type GruResult = {
  readonly outputs: Tensor;
  readonly h: Tensor;
};

/**
 * h = (1 - z) n + z h with n = tanh(u_n + r v_n), r = sigmoid(u_r + v_r) and z = sigmoid(u_z + v_z), step by step, where
 * [u_r, u_z, u_n] = x kernel + bias and [v_r, v_z, v_n] = h recurrentKernel + recurrentBias.
 *
 * @param x [batch, time, input], at least one step
 * @param state h before the first step, [batch, units]; null for zeros
 * @throws OptionError if the shapes do not fit
 * @example
 * const { outputs, h } = gru(x, weights, null);
 */
export function gru(x: Tensor, weights: GruWeights, state: Tensor | null): GruResult {
  const units = weights.recurrentKernel.shape[0]!;
  const one: [number, number] = [x.shape[0]!, units];
  requireRecurrent('gru', x, {
    kernel: [weights.kernel, [x.shape[2]!, 3 * units]],
    recurrentKernel: [weights.recurrentKernel, [units, 3 * units]],
    bias: [weights.bias, [3 * units]],
    recurrentBias: [weights.recurrentBias, [3 * units]],
    ...(state === null ? {} : { state: [state, one] }),
  });
  return tidy(() => {
    const first = state ?? zeros(one);
    if (!hasKernel('ferrogen.Gru')) return composedGru(x, weights, first);
    const [outputs, h] = runKernel<Tensor[]>('ferrogen.Gru', { x, ...weights, first });
    return { outputs: outputs!, h: h! };
  });
}

/** The same of plain operations. */
export function composedGru(x: Tensor, weights: GruWeights, state: Tensor): GruResult {
  return tidy(() => {
    let h = state;
    const steps = stepsOf(add(timesMatrix(x, weights.kernel), weights.bias));
    const outputs = steps.map((fromInput) => {
      const fromState = add(matMul(h, weights.recurrentKernel), weights.recurrentBias);
      const [uR, uZ, uN] = split(fromInput, 3, 1) as [Tensor, Tensor, Tensor];
      const [vR, vZ, vN] = split(fromState, 3, 1) as [Tensor, Tensor, Tensor];
      const z = sigmoid(add(uZ, vZ));
      const n = tanh(add(uN, mul(sigmoid(add(uR, vR)), vN)));
      h = add(n, mul(z, sub(h, n)));
      return h;
    });
    return { outputs: stack(outputs, 1), h };
  });
}

registerGradient({
  kernelName: 'ferrogen.Gru',
  inputsToSave: ['x', 'kernel', 'recurrentKernel', 'bias', 'recurrentBias', 'first'],
  outputsToSave: [true, false, true, true],
  gradFunc: (dys, saved) => {
    const [dOutputs, dH] = dys as Tensor[];
    const [x, kernel, recurrentKernel, bias, recurrentBias, first, outputs, gates, candidates] =
      saved;
    // Nearly all of the work is common to all inputs.
    const [dGates, dKernel, dRecurrentKernel, dBias, dRecurrentBias, dFirst] = runKernel<Tensor[]>(
      'ferrogen.GruGrad',
      {
        dOutputs: dOutputs!,
        dH: dH!,
        x: x!,
        kernel: kernel!,
        recurrentKernel: recurrentKernel!,
        bias: bias!,
        recurrentBias: recurrentBias!,
        first: first!,
        outputs: outputs!,
        gates: gates!,
        candidates: candidates!,
      },
    );
    return {
      x: () => timesMatrix(dGates!, kernel!, true),
      kernel: () => dKernel!,
      recurrentKernel: () => dRecurrentKernel!,
      bias: () => dBias!,
      recurrentBias: () => dRecurrentBias!,
      first: () => dFirst!,
    };
  },
});
