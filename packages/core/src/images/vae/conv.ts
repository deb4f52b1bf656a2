/** Encoder and decoder of convolutions: each halves the image, or doubles it again. */

import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { Conv2d, ConvTranspose2d, Dense, type Part, Sequential } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { FullVaeConfig } from './config.ts';
import { Encoder } from './encoder.ts';

/** How the convolutions of an architecture look. */
export interface ConvShape {
  /** Channels after each halving of the image. */
  readonly channels: readonly number[];
  /** Channels after each doubling; one more convolution to one channel follows. */
  readonly upChannels: readonly number[];
  /** Height and width of the filters. */
  readonly size: number;
  /** Units of the encoder's dense layer. */
  readonly hidden: number;
  /** Units of a dense layer between the code and the smallest image; null for none. */
  readonly codeHidden: number | null;
  /** Whether the convolution to one channel doubles the image too. */
  readonly lastDoubles: boolean;
  readonly activation: 'relu' | 'gelu';
}

/** The net of `conv`: filters of 4 x 4, channels doubled as the image is halved. */
export function convShape({ depth, channels, hidden }: FullVaeConfig): ConvShape {
  const down = Array.from({ length: depth }, (_, k) => channels * 2 ** k);
  return {
    channels: down,
    upChannels: down.slice(0, -1).reverse(),
    size: 4,
    hidden,
    codeHidden: hidden,
    lastDoubles: true,
    activation: 'gelu',
  };
}

/**
 * The net of the Keras example "Variational autoencoder" (Chollet, 2020): at 28 x 28 and 2 dimensions 69,076 parameters in the encoder
 * and 65,089 in the decoder.
 */
export const kerasShape: ConvShape = {
  channels: [32, 64],
  upChannels: [64, 32],
  size: 3,
  hidden: 16,
  codeHidden: null,
  lastDoubles: false,
  activation: 'relu',
};

/** [batch, pixels], halved and flattened, through a dense layer to [batch, 2 latent]. */
export function convEncoder(config: FullVaeConfig, shape: ConvShape, random: Prng): Encoder {
  const { height, width, latent, classes } = config;
  const { channels, size, hidden, activation } = shape;
  const parts: Record<string, Part> = { image: (x) => reshape(x, [-1, height, width, 1]) };
  let inputs = 1;
  channels.forEach((outputs, k) => {
    const how = { inputs, outputs, size, activation, ...halving };
    parts[`conv${k + 1}`] = new Conv2d({ ...how, random: random.split(k) });
    inputs = outputs;
  });
  const flat = smallest(config, channels.length) * inputs;
  parts.flat = (x) => reshape(x, [-1, flat]);
  const head = new Sequential({
    hidden: new Dense({
      inputs: flat + (classes ?? 0),
      outputs: hidden,
      activation,
      random: random.split(channels.length),
    }),
    moments: new Dense({
      inputs: hidden,
      outputs: 2 * latent,
      random: random.split(channels.length + 1),
    }),
  });
  return new Encoder(new Sequential(parts), head);
}

/** [batch, latent + classes] through dense layers to a small image, doubled to logits [batch, pixels]. */
export function convDecoder(config: FullVaeConfig, shape: ConvShape, random: Prng): Sequential {
  const { height, width, latent, classes } = config;
  const { channels, upChannels, size, codeHidden, lastDoubles, activation } = shape;
  const halvings = channels.length;
  const [low, wide] = [height / 2 ** halvings, width / 2 ** halvings];
  const deepest = channels.at(-1)!;
  const parts: Record<string, Part> = {};
  let inputs = latent + (classes ?? 0);
  if (codeHidden !== null) {
    const outputs = codeHidden;
    parts.hidden = new Dense({ inputs, outputs, activation, random: random.split(0) });
    inputs = codeHidden;
  }
  const outputs = low * wide * deepest;
  parts.spread = new Dense({ inputs, outputs, activation, random: random.split(1) });
  parts.image = (x: Tensor) => reshape(x, [-1, low, wide, deepest]); // [batch, low, wide, deepest]
  let before = deepest;
  upChannels.forEach((outputs, k) => {
    const how = { inputs: before, outputs, size, activation, ...halving };
    parts[`conv${k + 1}`] = new ConvTranspose2d({ ...how, random: random.split(2 + k) });
    before = outputs;
  });
  parts.logits = new ConvTranspose2d({
    inputs: before,
    outputs: 1,
    size,
    padding: 'same',
    stride: lastDoubles ? 2 : 1,
    random: random.split(2 + upChannels.length),
  });
  parts.flat = (x: Tensor) => reshape(x, [-1, height * width]); // [batch, pixels]
  return new Sequential(parts);
}

const halving = { stride: 2, padding: 'same' } as const;

/** Places of the image after so many halvings. */
function smallest({ height, width }: FullVaeConfig, halvings: number): number {
  return (height / 2 ** halvings) * (width / 2 ** halvings);
}
