/** `gen train classifier`: a classifier of images, whose features samples are measured by. */

import { trainCommand } from './train-command.ts';

export const trainClassifier = trainCommand({
  kind: 'classifier',
  summary: 'train a classifier of images, to measure other models by',
  recipe: async () => (await import('../images/classifier-recipe.ts')).classifierRecipe,
  examples: [
    {
      command: 'gen train classifier --data mnist --steps 100 --seed 1 --out runs/quick-classifier',
      about: 'a short training; without --steps it goes forty times through the data',
    },
    {
      command: 'gen train classifier --resume runs/quick-classifier --steps 120',
      about: 'the same run, taken up and trained for longer',
    },
  ],
});
