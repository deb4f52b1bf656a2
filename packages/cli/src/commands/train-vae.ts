/** `gen train vae`: a variational autoencoder of images. */

import { trainCommand } from './train-command.ts';

export const trainVae = trainCommand({
  kind: 'vae',
  summary: 'train a variational autoencoder on images',
  recipe: async () => (await import('../images/vae-recipe.ts')).vaeRecipe,
  examples: [
    {
      command: 'gen train vae --data mnist --steps 100 --seed 1 --out runs/quick-vae',
      about: 'a short training; without --steps it takes minutes and gives good digits',
    },
    {
      command: 'gen train vae --resume runs/quick-vae --steps 120',
      about: 'the same run, taken up and trained for longer',
    },
  ],
});
