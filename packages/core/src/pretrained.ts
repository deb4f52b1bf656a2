/**
 * The models that come with this package: where their files are. Each has a card that says how it was trained, on what, and
 * measured how. Knows no file system: `pretrainedModelPath` of `@ferrogen/core/node` has their paths, a page fetches them.
 */

import { OptionError } from './errors.ts';
import { nearestName } from './nearest-name.ts';

/** Names of the models. */
export type PretrainedName = (typeof pretrainedNames)[number];

/** All of them. */
export const pretrainedNames = ['mnist-classifier', 'mnist-gan', 'mnist-vae'] as const;

/**
 * Where the file of a model is.
 *
 * @throws OptionError for a name that is not known
 * @example
 * const response = await fetch(pretrainedUrl('mnist-classifier'));                                  // in a page
 * const file = decodeModelFile(new Uint8Array(await response.arrayBuffer()), 'classifier');
 * const classifier = classifierFromFile(file);
 */
export function pretrainedUrl(name: PretrainedName): URL {
  switch (name) {
    // Written out, so that bundlers see the file and carry it along.
    case 'mnist-classifier':
      return new URL('../pretrained/mnist-classifier.safetensors', import.meta.url);
    case 'mnist-gan':
      return new URL('../pretrained/mnist-gan.safetensors', import.meta.url);
    case 'mnist-vae':
      return new URL('../pretrained/mnist-vae.safetensors', import.meta.url);
    default: {
      const nearest = nearestName(String(name), pretrainedNames);
      const advice = nearest === null ? '' : `; did you mean ${nearest}?`;
      throw new OptionError(
        'name',
        `the pretrained models are ${pretrainedNames.join(', ')}; got ${String(name)}${advice}`,
      );
    }
  }
}
