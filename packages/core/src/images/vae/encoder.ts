/** The first half of an encoder looks at the image, the second also at the class. */

import { concat, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { type ApplyOptions, joinVariables, type Layer, type Variables } from '../../nn/index.ts';

/** From an image and its class to the moments of its code. */
export class Encoder {
  readonly variables: Variables;
  readonly #features: Layer | null;
  readonly #head: Layer;

  /**
   * @param features [batch, pixels] to [batch, size]; null for the pixels themselves
   * @param head [batch, size + classes] to [batch, 2 latent]
   */
  constructor(features: Layer | null, head: Layer) {
    this.#features = features;
    this.#head = head;
    this.variables = joinVariables({
      features: features?.variables ?? new Map(),
      head: head.variables,
    });
  }

  /**
   * @param images [batch, pixels]
   * @param labels one-hot [batch, classes]; null where the model knows no classes
   * @returns [batch, 2 latent], means first
   */
  apply(images: Tensor2D, labels: Tensor2D | null, options: ApplyOptions = {}): Tensor2D {
    return tidy(() => {
      const features = (this.#features?.apply(images, options) ?? images) as Tensor2D; // [batch, size]
      const told = labels === null ? features : concat([features, labels], 1); // [batch, size + classes]
      return this.#head.apply(told as Tensor, options) as Tensor2D; // [batch, 2 latent]
    });
  }

  dispose(): void {
    this.#features?.dispose();
    this.#head.dispose();
  }
}
