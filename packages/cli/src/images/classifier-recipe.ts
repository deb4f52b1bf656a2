/** How `gen train classifier` makes a classifier. */

import { OptionError } from '@ferrogen/core';
import {
  Classifier,
  type ClassifierConfig,
  type ClassifierTraining,
  classifierConfig,
  classifierTrainable,
} from '@ferrogen/core/images';
import { cosine, warmUp } from '@ferrogen/core/nn';
import type { ImageRecipe } from './image-task.ts';
import { splitSettings } from './settings.ts';

export const classifierRecipe: ImageRecipe = {
  kind: 'classifier',
  make({ data, settings, steps, random }) {
    const given = splitSettings('classifier', settings);
    const { height, width, labels, classes } = data;
    if (labels === null || classes === null)
      throw new OptionError('data', `a classifier learns classes, and ${data.name} has none`);
    // What a setting may be is the library's to say.
    const asked = given.config as Partial<ClassifierConfig>;
    const classifier = Classifier.create(
      classifierConfig({ height, width, classes, ...asked }),
      random,
    );
    const { learningRate = 2e-3, ...options } = given.training as ClassifierTraining;
    const warm = Math.max(1, Math.min(100, Math.ceil(steps / 10)));
    const schedule =
      typeof learningRate === 'number' && learningRate >= 0
        ? warmUp(
            cosine(learningRate, { steps: Math.max(1, steps - warm), end: learningRate / 100 }),
            warm,
          )
        : learningRate;
    return {
      config: { ...classifier.config },
      trainable: classifierTrainable(classifier, { ...options, learningRate: schedule }),
      isEvaluated: true,
      preview: null,
      warningOf: null,
    };
  },
};
