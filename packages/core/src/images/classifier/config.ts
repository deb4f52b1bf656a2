/** How a classifier of images is built. */

import { ModelFileError, OptionError } from '../../errors.ts';
import type { ModelFile } from '../../io/model-file.ts';

/** All that is needed to build a classifier. */
export interface ClassifierConfig {
  /** Of the images, in pixels. */
  readonly height: number;
  readonly width: number;
  readonly classes: number;
  /**
   * `mlp`: one hidden layer, then the features; `conv`: two convolutions of 4 x 4 that halve the image, then the features.
   * @default 'mlp'
   */
  readonly network: ClassifierNetwork;
  /** Units of the hidden layer; or filters of the first convolution, half of those of the second. @default 256, or 16 for `conv` */
  readonly hidden: number;
  /** How many features an image has: the layer under the head. @default 128 */
  readonly features: number;
}

/** Names of the networks. */
export type ClassifierNetwork = (typeof classifierNetworks)[number];

/** All of them, the default first. */
export const classifierNetworks = ['mlp', 'conv'] as const;

/**
 * Fills in what is not given.
 * @throws OptionError for sizes that are no whole numbers from 1 on, and for a network that is not known
 */
export function classifierConfig(
  given: Pick<ClassifierConfig, 'height' | 'width' | 'classes'> & Partial<ClassifierConfig>,
): ClassifierConfig {
  const { height, width, classes, network = 'mlp', features = 128 } = given;
  if (!classifierNetworks.includes(network))
    throw new OptionError(
      'network',
      `a classifier's network is ${classifierNetworks.join(' or ')}; got ${String(network)}`,
    );
  const { hidden = network === 'conv' ? 16 : 256 } = given;
  const config = { height, width, classes, network, hidden, features };
  for (const [option, value] of Object.entries(config))
    if (option !== 'network' && !(Number.isInteger(value) && Number(value) >= 1))
      throw new OptionError(option, `${option} is a whole number from 1 on; got ${value}`);
  // Labels are bytes.
  if (classes > 256)
    throw new OptionError('classes', `there are 256 classes at most; got ${classes}`);
  return config;
}

/**
 * The config in the header of a model file.
 * @throws ModelFileError where it is not one
 */
export function classifierConfigOf({ config }: Pick<ModelFile, 'config'>): ClassifierConfig {
  try {
    return classifierConfig(config as unknown as ClassifierConfig);
  } catch (cause) {
    if (!(cause instanceof OptionError)) throw cause;
    throw new ModelFileError(`the config of this classifier cannot be used: ${cause.message}`);
  }
}
