/**
 * The Gaussian error linear unit in its tanh form, as GPT-2 has it: Hendrycks & Gimpel, "Gaussian error linear units" (2016),
 * section 2.
 */

import { add, mul, registerGradient, type Tensor, tanh, tidy } from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './fused-kernel.ts';

/**
 * x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2 of every value; `gelu_new` in transformers.
 *
 * Second derivatives exist on the composed body only.
 */
export function gelu(x: Tensor): Tensor {
  return hasKernel('ferrogen.Gelu') ? runKernel('ferrogen.Gelu', { x }) : composedGelu(x);
}

/** The same of plain operations. */
export function composedGelu(x: Tensor): Tensor {
  return tidy(() => {
    const inner = mul(Math.sqrt(2 / Math.PI), add(x, mul(0.044715, mul(x, mul(x, x)))));
    return mul(mul(0.5, x), add(1, tanh(inner)));
  });
}

registerGradient({
  kernelName: 'ferrogen.Gelu',
  inputsToSave: ['x'],
  gradFunc: (dy, [x]) => ({
    x: () => runKernel('ferrogen.GeluGrad', { dy: dy as Tensor, x: x! }),
  }),
});
