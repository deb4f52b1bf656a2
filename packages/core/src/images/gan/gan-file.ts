/** GANs to model files of the kind `gan` and back. */

import { ModelFileError } from '../../errors.ts';
import type { Json, ModelFile } from '../../io/model-file.ts';
import { joinVariables, loadVariables, storeVariables } from '../../nn/index.ts';
import { Prng } from '../../random/prng.ts';
import type { GanConfig } from './config.ts';
import { Gan } from './gan.ts';

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
    kind: 'gan',
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
 * @throws ModelFileError for a model of another kind
 * @throws OptionError where its config says nothing that a GAN could be
 * @throws VariablesError where its tensors do not fit the config
 */
export function ganFromFile({ kind, config, tensors }: ModelFile): Gan {
  if (kind !== 'gan')
    throw new ModelFileError(
      `expected a model of kind "gan"; this file holds ${JSON.stringify(kind)}`,
    );
  const known = config as unknown as Partial<GanConfig>;
  // Every weight is replaced, so that the source of the first ones does not matter.
  const weights = new Prng(0);
  const whole = [...tensors.keys()].some((name) => !name.startsWith(`${GENERATOR}.`));
  const gan = whole ? Gan.create(known, weights) : Gan.generatorOnly(known, weights);
  try {
    loadVariables(whole ? gan.variables : joinVariables({ [GENERATOR]: gan.variables }), tensors);
  } catch (error) {
    gan.dispose();
    throw error;
  }
  gan.changed();
  return gan;
}
