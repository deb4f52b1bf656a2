/** VAEs to model files and back. */

import { ModelFileError, OptionError } from '../../errors.ts';
import type { ModelFile } from '../../io/model-file.ts';
import { loadVariables, storeVariables } from '../../nn/index.ts';
import { Prng } from '../../random/prng.ts';
import { vaeConfigFromJson } from './config.ts';
import { Vae } from './vae.ts';

/** The kind of a model file that holds a VAE. */
export const VAE_KIND = 'vae';

/**
 * A model with all that a file needs.
 *
 * @param card where it comes from, for people; or null
 */
export async function vaeToFile(vae: Vae, card: string | null = null): Promise<ModelFile> {
  const tensors = await storeVariables(vae.variables);
  return { kind: VAE_KIND, config: { ...vae.config }, card, tensors };
}

/**
 * The model that a file holds.
 *
 * @throws ModelFileError for a file of another kind, or a config that no VAE can have
 * @throws VariablesError where weights are missing, left over, or of another shape
 */
export function vaeFromFile(file: ModelFile): Vae {
  if (file.kind !== VAE_KIND)
    throw new ModelFileError(`expected a model of kind ${VAE_KIND}; this file holds ${file.kind}`);
  const vae = created(file);
  try {
    loadVariables(vae.variables, file.tensors);
  } catch (error) {
    vae.dispose();
    throw error;
  }
  return vae;
}

function created({ config }: ModelFile): Vae {
  try {
    return Vae.create(vaeConfigFromJson(config), new Prng(0));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw new ModelFileError(`the config of this model file is not one of a VAE: ${error.message}`);
  }
}
