/** The discriminator: how real an image looks, as one of its class where there are classes. Knows no generator and no loss. */

import { add, mul, reshape, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import {
  type ApplyOptions,
  Conv2d,
  Dense,
  joinVariables,
  type Layer,
  Sequential,
  type Variables,
} from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { GanConfig } from './config.ts';

/**
 * Three convolutions, without batch norm, and a dense layer: images [batch, height, width, channels] to logits [batch]. With
 * classes the logit is psi(h) + <embedding of the class, h> over the same features h: Miyato & Koyama, "cGANs with projection
 * discriminator" (2018), equation 3. Variables: `body.*`, `head.*` and, with classes, `embedding.*`.
 */
export class Discriminator {
  readonly variables: Variables;
  readonly #body: Layer;
  readonly #head: Dense;
  readonly #embedding: Dense | null;

  constructor(config: GanConfig, random: Prng) {
    const { spectralNorm, classes } = config;
    this.#body = makeBody(config, random.split(0));
    const inputs = featuresOf(config);
    this.#head = new Dense({ inputs, outputs: 1, spectralNorm, random: random.split(1) });
    // As a matrix the table of embeddings [features, classes] gives the products with all of them at once.
    this.#embedding =
      classes === null
        ? null
        : new Dense({
            inputs,
            outputs: classes,
            bias: false,
            spectralNorm,
            random: random.split(2),
          });
    const { variables: body } = this.#body;
    const parts = { body, head: this.#head.variables };
    this.variables = joinVariables(
      this.#embedding === null ? parts : { ...parts, embedding: this.#embedding.variables },
    );
  }

  /**
   * @param images [batch, height, width, channels], from -1 to 1
   * @param classes one-hot rows [batch, classes]; null without classes
   * @returns logits [batch]
   */
  apply(images: Tensor, classes: Tensor | null, options: ApplyOptions = {}): Tensor {
    return tidy(() => {
      const features = this.#body.apply(images, options); // [batch, features]
      const logits = reshape(this.#head.apply(features, options), [-1]); // [batch]
      if (this.#embedding === null || classes === null) return logits;
      const likeness = this.#embedding.apply(features, options); // [batch, classes]
      return add(logits, sum(mul(likeness, classes), 1)); // [batch]
    });
  }

  dispose(): void {
    for (const part of [this.#body, this.#head, this.#embedding]) part?.dispose();
  }
}

/** [batch, height, width, channels] to [batch, features]. */
function makeBody(config: GanConfig, random: Prng): Layer {
  const { channels, discriminatorChannels: narrow, spectralNorm } = config;
  const features = featuresOf(config);
  const halving = { stride: 2, padding: 'same', activation: 'leakyRelu', spectralNorm } as const;
  const conv = (inputs: number, outputs: number, size: number, index: number) =>
    new Conv2d({ inputs, outputs, size, ...halving, random: random.split(index) });
  return new Sequential({
    conv1: conv(channels, narrow, 4, 0), // [batch, height / 2, width / 2, narrow]
    conv2: conv(narrow, 2 * narrow, 4, 1), // [batch, height / 4, width / 4, 2 narrow]
    conv3: conv(2 * narrow, 4 * narrow, 3, 2), // [batch, height / 8, width / 8, 4 narrow], rounded up
    flatten: (x) => reshape(x, [-1, features]),
  });
}

function featuresOf({ height, width, discriminatorChannels }: GanConfig): number {
  return Math.ceil(height / 8) * Math.ceil(width / 8) * 4 * discriminatorChannels;
}
