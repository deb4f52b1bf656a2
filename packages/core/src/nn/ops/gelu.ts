/** The Gaussian error linear unit: Hendrycks & Gimpel, "Gaussian error linear units" (2016), in both forms of its section 2. */

import { add, erf, mul, registerGradient, type Tensor, tanh, tidy } from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './fused-kernel.ts';

/** Which form of the unit. */
export interface GeluOptions {
  /**
   * `tanh` is x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, as GPT-2 has it (`gelu_new` in transformers); `none` is
   * x (1 + erf(x / sqrt(2))) / 2. The names are PyTorch's. @default 'tanh'
   */
  readonly approximate?: 'tanh' | 'none';
}

/** The unit of every value. Second derivatives exist on the composed body only. */
export function gelu(x: Tensor, { approximate = 'tanh' }: GeluOptions = {}): Tensor {
  return hasKernel('ferrogen.Gelu')
    ? runKernel('ferrogen.Gelu', { x }, { approximate })
    : composedGelu(x, { approximate });
}

/** The same of plain operations. */
export function composedGelu(x: Tensor, { approximate = 'tanh' }: GeluOptions = {}): Tensor {
  return tidy(() => mul(mul(0.5, x), add(1, approximate === 'none' ? normal(x) : cubic(x))));
}

function normal(x: Tensor): Tensor {
  return erf(mul(x, Math.SQRT1_2));
}

function cubic(x: Tensor): Tensor {
  return tanh(mul(Math.sqrt(2 / Math.PI), add(x, mul(0.044715, mul(x, mul(x, x))))));
}

registerGradient({
  kernelName: 'ferrogen.Gelu',
  inputsToSave: ['x'],
  gradFunc: (dy, [x], attributes) => ({
    x: () => runKernel('ferrogen.GeluGrad', { dy: dy as Tensor, x: x! }, attributes),
  }),
});
