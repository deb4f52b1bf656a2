/** How `gen train gan` makes a GAN. */

import type { ImageSet, Prng } from '@ferrogen/core';
import { OptionError, takeImages } from '@ferrogen/core';
import {
  collapseWarning,
  Gan,
  type GanConfig,
  type GanTraining,
  ganConfigToJson,
  ganTrainable,
  varietyOf,
} from '@ferrogen/core/images';
import { shuffled } from '@ferrogen/core/train';
import type { ImageRecipe, ImageTask } from './image-task.ts';
import { splitSettings } from './settings.ts';

/** Images that are shown, in columns and rows. */
const COLUMNS = 10;
const ROWS = 6;

export const ganRecipe: ImageRecipe = {
  kind: 'gan',
  make({ data, settings, steps, random, previewRandom }) {
    const given = splitSettings('gan', settings);
    const { height, width } = data;
    // What a setting may be is the library's to say.
    const asked = given.config as Partial<GanConfig>;
    const gan = Gan.create({ height, width, ...classesOf(data, asked), ...asked }, random);
    const options = { ...(given.training as Partial<GanTraining>), steps };
    return {
      config: ganConfigToJson(gan.config),
      trainable: ganTrainable(gan, options),
      isEvaluated: false,
      preview: previewOf(gan, previewRandom),
      warningOf: warningOf(data, previewRandom, steps),
    };
  },
};

/** Where the images have classes the GAN is told them, and draws them as often as they come. */
function classesOf(
  { name, labels, classes }: ImageSet,
  { classes: asked }: Partial<GanConfig>,
): Partial<GanConfig> {
  if (labels === null || classes === null) return {};
  if (typeof asked === 'number' && asked < classes)
    throw new OptionError(
      'classes',
      `the images of ${name} are of ${classes} classes, more than the ${asked} of --config classes`,
    );
  // A class too many comes never; a number without meaning is refused with the rest of the config.
  const length = Number.isSafeInteger(asked) ? Math.min(Number(asked), 256) : classes;
  const frequencies = new Array<number>(length).fill(0);
  for (const label of labels) frequencies[label]! += 1;
  return { classes, classFrequencies: frequencies };
}

/** The same noise each time, each column of a class where there are classes. */
function previewOf(gan: Gan, random: Prng): ImageTask['preview'] {
  const { classes } = gan.config;
  const columns = Math.min(classes ?? COLUMNS, COLUMNS);
  const count = columns * ROWS;
  const noise = gan.noise(count, random);
  const labels =
    classes === null ? null : Uint8Array.from({ length: count }, (_, k) => k % columns);
  return { columns, draw: () => gan.generate(noise, labels) };
}

/** Share of the training in which images may be alike: it begins with noise. */
const BEGIN = 0.1;

/** Looks whether the images shown are as varied as real ones. */
function warningOf(data: ImageSet, random: Prng, steps: number): ImageTask['warningOf'] {
  const size = data.height * data.width;
  const count = Math.min(COLUMNS * ROWS, data.count);
  if (count < 2) return null;
  const ids = shuffled(data.count, random.split(1)).subarray(0, count);
  const { pixels } = takeImages(data, ids);
  const real = varietyOf(
    Float32Array.from(pixels, (pixel) => pixel / 255),
    size,
  );
  return (images, position) =>
    position.step < BEGIN * steps ? null : collapseWarning(varietyOf(images, size), real, position);
}
