/** Where the models lie that come with this package. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The path of a model that comes with this package, or null where none of that kind does.
 *
 * @param kind as model files name it: `vae`, `gan`, `classifier`
 */
export function pretrainedModelPath(kind: string): string | null {
  if (!/^[a-z-]+$/.test(kind)) return null;
  const url = new URL(`../../pretrained/mnist-${kind}.safetensors`, import.meta.url);
  const path = fileURLToPath(url);
  return existsSync(path) ? path : null;
}
