/** The encoder and decoder of a VAE, on tensors: from images to the moments of their codes, and from codes to images. */

import {
  clipByValue,
  concat,
  scalar,
  sigmoid,
  split,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import {
  type ApplyOptions,
  gaussianLoss,
  joinVariables,
  type Layer,
  parameter,
  sigmoidCrossEntropy,
  type Variables,
} from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { FullVaeConfig } from './config.ts';
import { convDecoder, convEncoder, convShape, kerasShape } from './conv.ts';
import type { Encoder } from './encoder.ts';
import { mlpDecoder, mlpEncoder } from './mlp.ts';

/** Mean and log variance of the codes of some images, each [batch, latent]. */
export interface Posterior {
  readonly mean: Tensor2D;
  readonly logVariance: Tensor2D;
}

/** Between these a log variance is left as it is: deviations from 0.007 to 150, so that no exponential overflows. */
const LOG_VARIANCE = [-10, 10] as const;

/** Log variances of a grey value in 0..1: from a deviation of half a step of 255 to more than any can have. */
const PIXEL_LOG_VARIANCE = [-12.5, 2] as const;

/** Where that begins: about the variance of a digit's pixels. */
const FIRST_PIXEL_LOG_VARIANCE = -2;

/**
 * A VAE as its objective sees it. Images are [batch, pixels] in 0..1, labels one-hot [batch, classes] or null. Variables:
 * `encoder.` and `decoder.` with the names of their layers and, for grey values, `log_variance` [].
 */
export class VaeNetwork {
  readonly config: FullVaeConfig;
  readonly variables: Variables;
  readonly #encoder: Encoder;
  readonly #decoder: Layer;
  readonly #logVariance: Variable | null;

  constructor(config: FullVaeConfig, random: Prng) {
    const [ofEncoder, ofDecoder] = [random.split(0), random.split(1)];
    const shape = config.architecture === 'keras' ? kerasShape : convShape(config);
    const isDense = config.architecture === 'mlp';
    this.config = config;
    this.#encoder = isDense ? mlpEncoder(config, ofEncoder) : convEncoder(config, shape, ofEncoder);
    this.#decoder = isDense ? mlpDecoder(config, ofDecoder) : convDecoder(config, shape, ofDecoder);
    this.#logVariance =
      config.likelihood === 'gaussian' ? parameter(scalar(FIRST_PIXEL_LOG_VARIANCE)) : null;
    const own = new Map<string, Variable>();
    if (this.#logVariance !== null) own.set('log_variance', this.#logVariance);
    this.variables = joinVariables({
      encoder: this.#encoder.variables,
      decoder: this.#decoder.variables,
      '': own,
    });
  }

  /** What the encoder makes of images: the moments of a normal distribution for each. */
  posterior(images: Tensor2D, labels: Tensor2D | null, options: ApplyOptions = {}): Posterior {
    return tidy(() => {
      const moments = this.#encoder.apply(images, labels, options); // [batch, 2 latent]
      const [mean, logVariance] = split(moments, 2, 1); // [batch, latent] each
      return {
        mean: mean as Tensor2D,
        logVariance: clipByValue(logVariance as Tensor2D, ...LOG_VARIANCE) as Tensor2D,
      };
    });
  }

  /** Logits of the pixels for codes [batch, latent]: [batch, pixels]. */
  logits(codes: Tensor2D, labels: Tensor2D | null, options: ApplyOptions = {}): Tensor2D {
    return tidy(() => {
      const told = labels === null ? codes : concat([codes, labels], 1); // [batch, latent + classes]
      return this.#decoder.apply(told as Tensor, options) as Tensor2D; // [batch, pixels]
    });
  }

  /** What the decoder expects for codes [batch, latent]: [batch, pixels] in 0..1. */
  decode(codes: Tensor2D, labels: Tensor2D | null): Tensor2D {
    return tidy(() => sigmoid(this.logits(codes, labels)));
  }

  /** -log p(image | code) in nats, from the decoder's logits: [batch]. */
  reconstructionLosses(images: Tensor2D, logits: Tensor2D): Tensor {
    return tidy(() => {
      const pixels =
        this.#logVariance === null
          ? sigmoidCrossEntropy(logits, images)
          : gaussianLoss(images, sigmoid(logits), this.pixelLogVariance()!, 'none'); // [batch, pixels]
      return sum(pixels, 1); // [batch]
    });
  }

  /** The log variance of grey values, a scalar; null where pixels are ink or none. */
  pixelLogVariance(): Tensor | null {
    return this.#logVariance && clipByValue(this.#logVariance, ...PIXEL_LOG_VARIANCE);
  }

  dispose(): void {
    this.#encoder.dispose();
    this.#decoder.dispose();
    this.#logVariance?.dispose();
  }
}
