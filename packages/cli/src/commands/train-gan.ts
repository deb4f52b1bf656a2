/** `gen train gan`: a generative adversarial network of images. */

import { trainCommand } from './train-command.ts';

export const trainGan = trainCommand({
  kind: 'gan',
  summary: 'train a generative adversarial network on images',
  recipe: async () => (await import('../images/gan-recipe.ts')).ganRecipe,
  examples: [
    {
      command: 'gen train gan --data mnist --steps 60 --seed 1 --out runs/quick-gan',
      about: 'a short training; without --steps it takes minutes and gives good digits',
    },
    {
      command: 'gen train gan --resume runs/quick-gan --steps 70',
      about: 'the same run, taken up and trained for longer',
    },
  ],
});
