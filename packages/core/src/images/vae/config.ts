/** What a VAE is built by: plain data, as its model file holds it. */

import { OptionError } from '../../errors.ts';
import type { Json } from '../../io/model-file.ts';
import { nearestName } from '../../nearest-name.ts';

/**
 * The networks of a VAE: `mlp` has dense layers, residual ones in the decoder; `conv` convolutions of stride 2; `keras` is
 * the net of the Keras example "Variational autoencoder" (Chollet, 2020), to compare with.
 */
export type VaeArchitecture = (typeof vaeArchitectures)[number];

/** All architectures. */
export const vaeArchitectures = ['mlp', 'conv', 'keras'] as const;

/**
 * What a pixel is, given a code: `bernoulli`, ink with the decoder's probability (a grey value counts as that share of a
 * pixel, so that the loss is no likelihood of grey images); `gaussian`, a grey value of the decoder's mean, with one variance for
 * all pixels that is learnt.
 */
export type VaeLikelihood = (typeof vaeLikelihoods)[number];

/** All likelihoods. */
export const vaeLikelihoods = ['bernoulli', 'gaussian'] as const;

/** How a VAE is made. */
export interface VaeConfig {
  /** Of the images, in pixels. @default 28 */
  readonly height?: number;
  /** Of the images, in pixels. @default 28 */
  readonly width?: number;
  /** Dimensions of the code. @default 2 */
  readonly latent?: number;
  /** @default 'mlp' */
  readonly architecture?: VaeArchitecture;
  /** @default 'bernoulli' */
  readonly likelihood?: VaeLikelihood;
  /** Units of a hidden dense layer; `keras` has its own. @default 128 for mlp, 256 for conv */
  readonly hidden?: number;
  /**
   * Residual layers of the decoder behind its first in `mlp`; halvings of the image in `conv`. `keras` has its own.
   * @default 8 for mlp, 2 for conv
   */
  readonly depth?: number;
  /** Hidden layers of the encoder in `mlp`; the others have their own. @default 3 */
  readonly encoderDepth?: number;
  /** Channels of the first convolution, twice as many after each halving, in `conv`. @default 32 */
  readonly channels?: number;
  /** Of how many classes the images are, where encoder and decoder are told the class; null where they are not. @default null */
  readonly classes?: number | null;
}

/** Most hidden layers: a slip of the finger would build for hours. */
const DEEPEST = 1000;

/** A config with every default filled in. */
export type FullVaeConfig = Required<VaeConfig>;

/**
 * Fills in what was left out.
 *
 * @throws OptionError for a word or a number without meaning, and for images that an architecture cannot halve
 */
export function fullVaeConfig(config: VaeConfig): FullVaeConfig {
  const { architecture = 'mlp', likelihood = 'bernoulli', classes = null } = config;
  requireWord('architecture', architecture, vaeArchitectures);
  requireWord('likelihood', likelihood, vaeLikelihoods);
  const isConv = architecture === 'conv';
  const { height = 28, width = 28, latent = 2, channels = 32, encoderDepth = 3 } = config;
  const { hidden = isConv ? 256 : 128, depth = isConv ? 2 : 8 } = config;
  const counts = { height, width, latent, hidden, depth, encoderDepth, channels };
  for (const [option, value] of Object.entries(counts)) requireCount(option, value);
  requireAtMost('depth', depth, DEEPEST);
  requireAtMost('encoderDepth', encoderDepth, DEEPEST);
  if (classes !== null) {
    requireCount('classes', classes);
    requireAtMost('classes', classes, 256); // Labels are bytes.
  }
  const full = { ...counts, architecture, likelihood, classes };
  if (architecture !== 'mlp') requireHalvings(full, architecture === 'keras' ? 2 : depth);
  return full;
}

/**
 * The config that a model file holds.
 *
 * @throws OptionError for one that no VAE can have
 */
export function vaeConfigFromJson(json: { readonly [key: string]: Json }): FullVaeConfig {
  return fullVaeConfig(json as VaeConfig);
}

function requireWord(option: string, value: string, words: readonly string[]): void {
  if (words.includes(value)) return;
  const nearest = nearestName(String(value), words);
  const advice = nearest === null ? '' : `; did you mean ${nearest}?`;
  throw new OptionError(
    option,
    `the ${option} of a VAE is one of ${words.join(', ')}; got ${value}${advice}`,
  );
}

function requireCount(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new OptionError(
      option,
      `the ${option} of a VAE is a whole number from 1 on; got ${value}`,
    );
}

function requireAtMost(option: string, value: number, most: number): void {
  if (value > most)
    throw new OptionError(option, `the ${option} of a VAE is ${most} at most; got ${value}`);
}

function requireHalvings({ architecture, height, width }: FullVaeConfig, halvings: number): void {
  const factor = 2 ** halvings;
  if (height % factor === 0 && width % factor === 0) return;
  throw new OptionError(
    'architecture',
    `${architecture} halves images ${halvings} times: height and width are multiples of ${factor}; got ${height} x ${width}; take mlp`,
  );
}
