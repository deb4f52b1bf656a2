/** How `gen train vae` makes a VAE. */

import { Vae, type VaeConfig, type VaeTrainingOptions, vaeTrainable } from '@ferrogen/core/images';
import type { ImageRecipe, ImageTask } from './image-task.ts';
import { splitSettings } from './settings.ts';

/** Side of the manifold that is shown, in images. */
const SIDE = 10;

export const vaeRecipe: ImageRecipe = {
  kind: 'vae',
  make({ data, settings, steps, random, previewRandom }) {
    const given = splitSettings('vae', settings);
    const { height, width } = data;
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
