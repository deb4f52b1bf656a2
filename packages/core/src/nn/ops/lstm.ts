/** Long short-term memory over a whole sequence. */

import {
  add,
  matMul,
  mul,
  sigmoid,
  split,
  stack,
  type Tensor,
  tanh,
  tidy,
  unstack,
  zeros,
} from '@tensorflow/tfjs-core';

/** Weights; gates in the order input, forget, cell, output. */
export interface LstmWeights {
  readonly kernel: Tensor;
  readonly recurrentKernel: Tensor;
  readonly bias: Tensor;
}

/** State, [batch, units] both. */
export interface LstmState {
  readonly h: Tensor;
  readonly c: Tensor;
}

/** x [batch, time, inputs] -> outputs [batch, time, units] and the final state. */
export function lstm(
  x: Tensor,
  { kernel, recurrentKernel, bias }: LstmWeights,
  state: LstmState | null,
): { outputs: Tensor; h: Tensor; c: Tensor } {
  return tidy(() => {
    const units = recurrentKernel.shape[0]!;
    let h = state?.h ?? zeros([x.shape[0]!, units]);
    let c = state?.c ?? zeros([x.shape[0]!, units]);
    const outputs: Tensor[] = [];
    for (const step of unstack(x, 1)) {
      const sums = add(add(matMul(step, kernel), matMul(h, recurrentKernel)), bias);
      const [i, f, g, o] = split(sums, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
      c = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)));
      h = mul(sigmoid(o), tanh(c));
      outputs.push(h);
    }
    return { outputs: stack(outputs, 1), h, c };
  });
}
