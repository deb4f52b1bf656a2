/** Gradients kept from being too large: all together by their norm, or value by value. */

import { clipByValue, div, maximum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { globalNorm } from '../ops/optimizer-updates/global-norm.ts';

/**
 * `norm`: all gradients times norm / max(norm, their global norm), Pascanu, Mikolov & Bengio, "On the difficulty of training
 * recurrent neural networks" (2013), section 3.2. `value`: each number to [-value, value].
 */
export type Clipping = { readonly norm: number } | { readonly value: number };

/** Calls `use` for each gradient as clipped: the tensor and what it is still to be multiplied by. Nothing is read back. */
export function clipped(
  gradients: readonly (readonly [string, Tensor])[],
  clip: Clipping | undefined,
  use: (name: string, gradient: Tensor, scale: Tensor | number) => void,
): void {
  tidy(() => {
    if (gradients.length === 0) return;
    if (clip !== undefined && 'norm' in clip) {
      const scale = normScale(
        gradients.map(([, gradient]) => gradient),
        clip.norm,
      );
      for (const [name, gradient] of gradients) use(name, gradient, scale);
    } else
      for (const [name, gradient] of gradients)
        tidy(() =>
          use(
            name,
            clip === undefined ? gradient : clipByValue(gradient, -clip.value, clip.value),
            1,
          ),
        );
  });
}

/** limit / max(limit, norm), a scalar tensor. */
function normScale(gradients: readonly Tensor[], limit: number): Tensor {
  return tidy(() => div(limit, maximum(globalNorm(gradients), limit)));
}

/** @throws OptionError where the limit is not above 0 */
export function requireClipping(clip: Clipping | undefined): void {
  if (clip === undefined) return;
  const [option, limit] = 'norm' in clip ? ['clip.norm', clip.norm] : ['clip.value', clip.value];
  if (!(limit > 0)) throw new OptionError(option as string, `a limit is above 0; got ${limit}`);
}
