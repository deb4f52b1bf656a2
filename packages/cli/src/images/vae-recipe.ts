/** How `gen train vae` makes a VAE. */

import { Vae, type VaeConfig, type VaeTrainingOptions, vaeTrainable } from '@ferrogen/core/images';
import { UsageError } from '../errors.ts';
import type { ImageRecipe, ImageSettings, ImageTask } from './image-task.ts';
import { splitSettings } from './settings.ts';

/** Side of the manifold that is shown, in images. */
const SIDE = 10;

export const vaeRecipe: ImageRecipe = {
  kind: 'vae',
  make({ data, settings, steps, random, previewRandom }) {
    const given = splitSettings('vae', settings);
    const { height, width } = data;
    refuseUnused(given.config);
    // What a setting may be is the library's to say.
    const vae = Vae.create({ height, width, ...(given.config as VaeConfig) }, random);
    const options = { ...(given.training as Partial<VaeTrainingOptions>), steps };
    return {
      config: { ...vae.config },
      trainable: vaeTrainable(vae, options),
      isEvaluated: true,
      preview: previewOf(vae, previewRandom),
      warningOf: null,
    };
  },
};

/** What an architecture has no use for. */
const unused: Readonly<Record<string, readonly string[]>> = {
  mlp: ['channels'],
  conv: ['encoderDepth'],
  keras: ['hidden', 'depth', 'encoderDepth', 'channels'],
};

function refuseUnused(config: ImageSettings): void {
  const architecture = String(config.architecture ?? 'mlp');
  const name = unused[architecture]?.find((each) => Object.hasOwn(config, each));
  if (name !== undefined)
    throw new UsageError(`--config ${name} is of another architecture than ${architecture}`);
}

/** The manifold where there is one; else samples, each column of a class where the model is told classes. */
function previewOf(vae: Vae, random: ImageRandom): ImageTask['preview'] {
  const { latent, classes } = vae.config;
  if (latent === 2 && classes === null) return { columns: SIDE, draw: () => vae.manifold(SIDE) };
  const columns = Math.min(classes ?? SIDE, SIDE);
  const labels =
    classes === null ? null : Uint8Array.from({ length: columns * SIDE }, (_, k) => k % columns);
  return { columns, draw: () => vae.sample(columns * SIDE, random, labels) };
}

type ImageRandom = Parameters<Vae['sample']>[1];
