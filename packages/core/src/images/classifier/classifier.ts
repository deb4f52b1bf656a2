/** A small classifier of grey images. Its features are what samples of other models are measured by. */

import { softmax, type Tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { Dense, joinVariables, type Layer, type Variables } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import { type ClassifierConfig, classifierConfig } from './config.ts';
import { featureNetwork } from './networks.ts';

/** Images that pass through the network at once. */
const BATCH = 500;

/** What a classifier sees in images. */
export interface Classified {
  /** [count, classes], each row sums to 1 */
  readonly probabilities: Float32Array;
  /** What the head sees, rectified, [count, features]. */
  readonly features: Float32Array;
}

/**
 * A classifier.
 *
 * @example
 * const classifier = Classifier.create(classifierConfig({ height: 28, width: 28, classes: 10 }), new Prng(1)); // 1. made
 * await fit(classifierTrainable(classifier), { batches, epochs: 10, random });                            // 2. trained
 * const { probabilities, features } = classifier.classify(images);                                        // 3. used
 */
export class Classifier {
  readonly config: ClassifierConfig;
  /** `body.conv1.weight`, ..., `head.weight`, `head.bias`. */
  readonly variables: Variables;
  readonly #body: Layer;
  readonly #head: Dense;

  private constructor(config: ClassifierConfig, random: Prng) {
    this.config = config;
    this.#body = featureNetwork(config, random.split(0));
    const { features: inputs, classes: outputs } = config;
    this.#head = new Dense({ inputs, outputs, random: random.split(1) });
    this.variables = joinVariables({ body: this.#body.variables, head: this.#head.variables });
  }

  /**
   * A classifier that has learnt nothing yet.
   *
   * @param random decides the weights
   * @throws OptionError as `classifierConfig`
   */
  static create(config: ClassifierConfig, random: Prng): Classifier {
    return new Classifier(classifierConfig(config), random);
  }

  /**
   * What it sees in images of its size, any number of them.
   *
   * @param images [count, height, width], pixels from 0 (background) to 1 (full ink)
   * @throws OptionError where the last image is cut
   */
  classify(images: Float32Array): Classified {
    const { height, width, classes, features } = this.config;
    const size = height * width;
    const count = images.length / size;
    if (!Number.isInteger(count))
      throw new OptionError(
        'images',
        `images of ${height} x ${width} have ${size} pixels each; ${images.length} is no multiple of that`,
      );
    const seen = {
      probabilities: new Float32Array(count * classes), // [count, classes]
      features: new Float32Array(count * features), // [count, features]
    };
    for (let first = 0; first < count; first += BATCH) {
      const rows = Math.min(BATCH, count - first);
      const batch = images.subarray(first * size, (first + rows) * size);
      tidy(() => {
        const under = this.#body.apply(tensor4d(batch, [rows, height, width, 1])); // [rows, features]
        seen.features.set(under.dataSync(), first * features);
        seen.probabilities.set(softmax(this.#head.apply(under)).dataSync(), first * classes);
      });
    }
    return seen;
  }

  /**
   * Logits of the classes, for losses: [batch, height, width, 1] to [batch, classes]. The result is the caller's to dispose.
   */
  logits(images: Tensor): Tensor {
    return tidy(() => this.#head.apply(this.#body.apply(images))); // [batch, classes]
  }

  /** Disposes the weights. */
  dispose(): void {
    this.#body.dispose();
    this.#head.dispose();
  }
}
