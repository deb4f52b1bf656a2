/** The models that come with this package, as paths. `../pretrained.ts` knows which there are. */

import { fileURLToPath } from 'node:url';
import { pretrainedNames, pretrainedUrl } from '../pretrained.ts';

/**
 * The path of a model that comes with this package, or null where none of that kind does.
 *
 * @param kind as model files name it: `vae`, `gan`, `classifier`
 */
export function pretrainedModelPath(kind: string): string | null {
  const name = pretrainedNames.find((each) => each === `mnist-${kind}`);
  return name === undefined ? null : fileURLToPath(pretrainedUrl(name));
}
