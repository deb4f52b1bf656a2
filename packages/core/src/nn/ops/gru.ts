/** Gated recurrent units over a whole sequence, PyTorch's form. */

import {
  add,
  matMul,
  mul,
  sigmoid,
  split,
  stack,
  sub,
  type Tensor,
  tanh,
  tidy,
  unstack,
  zeros,
} from '@tensorflow/tfjs-core';

/** Weights; gates in the order reset, update, new. */
export interface GruWeights {
  readonly kernel: Tensor;
  readonly recurrentKernel: Tensor;
  readonly bias: Tensor;
  readonly recurrentBias: Tensor;
}

/** x [batch, time, inputs] -> outputs [batch, time, units] and the final state. */
export function gru(
  x: Tensor,
  { kernel, recurrentKernel, bias, recurrentBias }: GruWeights,
  state: Tensor | null,
): { outputs: Tensor; h: Tensor } {
  return tidy(() => {
    let h = state ?? zeros([x.shape[0]!, recurrentKernel.shape[0]!]);
    const outputs: Tensor[] = [];
    for (const step of unstack(x, 1)) {
      const fromInput = split(add(matMul(step, kernel), bias), 3, 1);
      const fromState = split(add(matMul(h, recurrentKernel), recurrentBias), 3, 1);
      const r = sigmoid(add(fromInput[0]!, fromState[0]!));
      const z = sigmoid(add(fromInput[1]!, fromState[1]!));
      const n = tanh(add(fromInput[2]!, mul(r, fromState[2]!)));
      h = add(mul(sub(1, z), n), mul(z, h));
      outputs.push(h);
    }
    return { outputs: stack(outputs, 1), h };
  });
}
