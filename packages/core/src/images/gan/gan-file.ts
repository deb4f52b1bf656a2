/** GANs to model files of the kind `gan` and back. */

import { ModelFileError, OptionError } from '../../errors.ts';
import type { Json, ModelFile } from '../../io/model-file.ts';
import { joinVariables, loadVariables, storeVariables } from '../../nn/index.ts';
import { Prng } from '../../random/prng.ts';
import type { GanConfig } from './config.ts';
import { Gan } from './gan.ts';

/** The kind of a model file that holds a GAN. */
export const GAN_KIND = 'gan';

/** First part of the names of a generator alone. */
const GENERATOR = 'generator';

/**
 * A GAN as a model file holds it: both players and the average, to train on; or, with `generatorOnly`, the averaged generator
 * alone, all that sampling needs, under the names `generator.*`.
 *
 * @param card for people: how it was trained, on what, measured how
 * @param options.generatorOnly @default whether that is all there is
 */
export async function ganToFile(
  gan: Gan,
  card: string | null,
  options: { readonly generatorOnly?: boolean } = {},
): Promise<ModelFile> {
  const { generatorOnly = gan.players === null } = options;
  const variables = generatorOnly ? joinVariables({ [GENERATOR]: gan.sampling }) : gan.variables;
  return {
    kind: GAN_KIND,
    config: ganConfigToJson(gan.config),
    card,
    tensors: await storeVariables(variables),
  };
}

/** What the files of a training say of the GAN: the `config` of `RunFolder.create`. */
export function ganConfigToJson(config: GanConfig): { readonly [key: string]: Json } {
  return { ...config };
}

/**
 * The GAN of a model file, one of a training's folder included. Where the file holds a generator alone it can be sampled, but
 * not trained.
 *
 * @throws ModelFileError for a model of another kind, or a config that no GAN can have
 * @throws VariablesError where its tensors do not fit the config
 */
export function ganFromFile(file: ModelFile): Gan {
  const { kind, tensors } = file;
  if (kind !== GAN_KIND)
    throw new ModelFileError(`expected a model of kind ${GAN_KIND}; this file holds ${kind}`);
  const whole = [...tensors.keys()].some((name) => !name.startsWith(`${GENERATOR}.`));
  const gan = created(file, whole);
  try {
    loadVariables(whole ? gan.variables : joinVariables({ [GENERATOR]: gan.variables }), tensors);
  } catch (error) {
    gan.dispose();
    throw error;
  }
  gan.changed();
  return gan;
}

/** With other weights, which are all replaced. */
function created({ config }: ModelFile, whole: boolean): Gan {
  const known = config as Partial<GanConfig>;
  try {
    return whole ? Gan.create(known, new Prng(0)) : Gan.generatorOnly(known, new Prng(0));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw new ModelFileError(`the config of this model file is not one of a GAN: ${error.message}`);
  }
}
