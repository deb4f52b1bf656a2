/** What a GAN is: its shapes, its game and what keeps the game steady. Plain data that a model file holds. */

import { OptionError } from '../../errors.ts';

/** What the players play for, see `nn/losses/adversarial`. */
export type GanLoss = 'minimax' | 'non-saturating' | 'hinge' | 'relativistic';

/** All that is needed to build a GAN anew. */
export interface GanConfig {
  /** Rows of an image, a multiple of 4. @default 28 */
  readonly height: number;
  /** Columns of an image, a multiple of 4. @default 28 */
  readonly width: number;
  /** Values of a pixel: 1 for grey. @default 1 */
  readonly channels: number;
  /** Length of the noise that an image is made of. @default 100 */
  readonly noise: number;
  /** Dense layers, or transposed convolutions. @default 'cnn' */
  readonly generator: 'mlp' | 'cnn';
  /** Channels of the generator's first images; the next have half. An even number. @default 64 */
  readonly generatorChannels: number;
  /** Channels after the discriminator's first convolution; each of the next two doubles them. @default 32 */
  readonly discriminatorChannels: number;
  /**
   * How many classes there are: the generator is told the class as a one-hot row beside its noise, the discriminator by
   * projection (Miyato & Koyama, "cGANs with projection discriminator", 2018, equation 3). null: it knows no classes.
   * @default null
   */
  readonly classes: number | null;
  /** How often each class comes when none is asked for, in any unit; null: all alike. Always null without classes. @default null */
  readonly classFrequencies: readonly number[] | null;
  /** @default 'hinge' */
  readonly loss: GanLoss;
  /** Weight of the gradient penalty on real images, gamma in Mescheder et al. (2018), equation 9. @default see `steadiers` */
  readonly r1: number;
  /** Weight of the gradient penalty on generated images, equation 10. @default see `steadiers` */
  readonly r2: number;
  /**
   * Penalties count in every so many updates of the discriminator, and then so many times as much (lazy regularisation: Karras
   * et al., "Analyzing and improving the image quality of StyleGAN", 2020, section 4.1).
   * @default 4
   */
  readonly penaltyInterval: number;
  /** Whether every weight of the discriminator is divided by its largest singular value. @default see `steadiers` */
  readonly spectralNorm: boolean;
  /** Decay of the average of the generator's weights, which samples are drawn with. @default 0.999 */
  readonly emaDecay: number;
}

/** What keeps each game steady unless it is told otherwise: spectral norm, or gradient penalties. */
export const steadiers: Readonly<Record<GanLoss, Pick<GanConfig, 'spectralNorm' | 'r1' | 'r2'>>> = {
  minimax: { spectralNorm: true, r1: 0, r2: 0 },
  'non-saturating': { spectralNorm: false, r1: 0.3, r2: 0 },
  hinge: { spectralNorm: true, r1: 0, r2: 0 },
  relativistic: { spectralNorm: false, r1: 0.3, r2: 0.3 },
};

/**
 * A whole configuration of the given parts and the defaults.
 *
 * @throws OptionError for a value without meaning
 * @example
 * ganConfig({ classes: 10, loss: 'relativistic' }); // with r1 and r2 of 0.3 and no spectral norm
 */
export function ganConfig(given: Partial<GanConfig> = {}): GanConfig {
  const { loss = 'hinge' } = given;
  if (!Object.hasOwn(steadiers, loss))
    throw new OptionError(
      'loss',
      `the loss of a GAN is ${Object.keys(steadiers).join(', ')}; got ${String(loss)}`,
    );
  const config: GanConfig = {
    height: 28,
    width: 28,
    channels: 1,
    noise: 100,
    generator: 'cnn',
    generatorChannels: 64,
    discriminatorChannels: 32,
    classes: null,
    classFrequencies: null,
    ...steadiers[loss],
    penaltyInterval: 4,
    emaDecay: 0.999,
    ...given,
    loss,
    ...((given.classes ?? null) === null && { classFrequencies: null }),
  };
  check(config);
  return config;
}

/** Lengths of what goes into the generator: the noise and, where there are classes, a one-hot row. */
export function codeSize({ noise, classes }: GanConfig): number {
  return noise + (classes ?? 0);
}

function check(config: GanConfig): void {
  const { generator, classes, classFrequencies: frequencies, spectralNorm, emaDecay } = config;
  for (const option of ['height', 'width'] as const) requireMultiple(option, config[option], 4);
  requireMultiple('generatorChannels', config.generatorChannels, 2);
  for (const option of ['channels', 'noise', 'discriminatorChannels', 'penaltyInterval'] as const)
    requireMultiple(option, config[option], 1);
  if (generator !== 'mlp' && generator !== 'cnn')
    throw new OptionError('generator', `a generator is mlp or cnn; got ${String(generator)}`);
  if (classes !== null) requireMultiple('classes', classes, 1);
  // Labels are bytes.
  if (classes !== null && classes > 256)
    throw new OptionError('classes', `there are 256 classes at most; got ${classes}`);
  if (typeof spectralNorm !== 'boolean')
    throw new OptionError('spectralNorm', `spectralNorm is true or false; got ${spectralNorm}`);
  if (frequencies !== null) requireFrequencies(frequencies, classes);
  for (const option of ['r1', 'r2'] as const)
    if (!(config[option] >= 0 && Number.isFinite(config[option])))
      throw new OptionError(
        option,
        `${option} is a finite number from 0 on; got ${config[option]}`,
      );
  if (!(Number.isFinite(emaDecay) && emaDecay >= 0 && emaDecay < 1))
    throw new OptionError('emaDecay', `emaDecay is from 0 to below 1; got ${emaDecay}`);
}

function requireMultiple(option: string, value: number, unit: number): void {
  if (!Number.isSafeInteger(value) || value < unit || value % unit !== 0)
    throw new OptionError(
      option,
      `${option} of a GAN is ${unit === 1 ? 'a whole number' : `a multiple of ${unit}`} from ${unit} on; got ${value}`,
    );
}

function requireFrequencies(frequencies: readonly number[], classes: number | null): void {
  const usable =
    Array.isArray(frequencies) &&
    frequencies.length === classes &&
    frequencies.every((each) => each >= 0 && Number.isFinite(each)) &&
    frequencies.some((each) => each > 0);
  if (!usable)
    throw new OptionError(
      'classFrequencies',
      `classFrequencies are ${classes ?? 'no'} numbers, one for each class, from 0 on and not all 0; got ${String(frequencies)}`,
    );
}
