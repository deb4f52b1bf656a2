/** Layers one after another, each with a name. */

import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { joinVariables, type Variables } from '../parameters/variables.ts';
import type { ApplyOptions, Layer } from './layer.ts';

/** A layer, or a function between layers that has no weights. */
export type Part = Layer | ((x: Tensor) => Tensor);

/**
 * The parts in their order, each with a source of randomness of its own. Variables are those of the parts under their names:
 * `conv1.weight`. Disposing it disposes the parts.
 *
 * @example
 * const discriminator = new Sequential({                                                             // 1. parts by name
 *   conv: new Conv2d({ inputs: 1, outputs: 32, size: 4, stride: 2, padding: 'same', random: random.split(0) }),
 *   flatten: (x) => reshape(x, [x.shape[0]!, -1]),
 *   head: new Dense({ inputs: 14 * 14 * 32, outputs: 1, random: random.split(1) }),
 * });
 * discriminator.variables.get('head.weight');                                                        // 2. one of them
 * const logits = discriminator.apply(images, { training: true });                                    // 3. [batch, 1]
 */
export class Sequential implements Layer {
  readonly variables: Variables;
  readonly #parts: readonly Part[];

  /** @throws RangeError where two variables would have one name */
  constructor(parts: Readonly<Record<string, Part>>) {
    this.#parts = Object.values(parts);
    const layers = Object.entries(parts).filter(([, part]) => typeof part !== 'function');
    this.variables = joinVariables(
      Object.fromEntries(layers.map(([name, layer]) => [name, (layer as Layer).variables])),
    );
  }

  apply(x: Tensor, options: ApplyOptions = {}): Tensor {
    const { training = false, random } = options;
    return tidy(() =>
      this.#parts.reduce((y, part, index) => {
        if (typeof part === 'function') return part(y);
        return part.apply(y, random ? { training, random: random.split(index) } : { training });
      }, x.clone()),
    );
  }

  dispose(): void {
    for (const part of this.#parts) if (typeof part !== 'function') part.dispose();
  }
}
