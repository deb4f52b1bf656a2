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
  nearestLabels,
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
    // The same noise each time, each column of a class where there are classes.
    const { classes } = gan.config;
    const columns = Math.min(classes ?? COLUMNS, COLUMNS);
    const count = columns * ROWS;
    const noise = gan.noise(count, previewRandom);
    const labels =
      classes === null ? null : Uint8Array.from({ length: count }, (_, k) => k % columns);
    const options = { ...(given.training as Partial<GanTraining>), steps };
    return {
      config: ganConfigToJson(gan.config),
      trainable: ganTrainable(gan, options),
      isEvaluated: false,
      preview: { columns, draw: () => gan.generate(noise, labels) },
      warningOf: warningOf(data, { count, labels }, previewRandom, steps),
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

/** Share of the training, and steps, in which images may be alike: it begins with noise. */
const BEGIN = 0.1;
const BEGIN_STEPS = 100;

/** Real images that say of which class the images shown look to be. */
const LOOKED_UP = 2000;

/** The images shown: how many, and of which classes, [count]. */
interface Shown {
  readonly count: number;
  readonly labels: Uint8Array | null;
}

/** Looks whether the images shown are as varied as real ones, and of as many classes. */
function warningOf(
  data: ImageSet,
  shown: Shown,
  random: Prng,
  steps: number,
): ImageTask['warningOf'] {
  const size = data.height * data.width;
  if (shown.count > data.count) return null;
  const order = shuffled(data.count, random.split(1));
  const known = takeImages(data, order.subarray(0, LOOKED_UP));
  const varied = (images: Float32Array) => {
    const { pixels, labels } = known;
    return varietyOf(images, size, labels && nearestLabels(images, pixels, labels, size));
  };
  const { pixels } = takeImages(data, comparable(data, shown, order));
  const real = varied(Float32Array.from(pixels, (pixel) => pixel / 255));
  return (images, position) =>
    position.step < Math.max(BEGIN_STEPS, BEGIN * steps)
      ? null
      : collapseWarning(varied(images), real, position);
}

/** Real images to compare with: as many, and of the same classes as far as there are such. */
function comparable(data: ImageSet, { count, labels }: Shown, order: Uint32Array): Uint32Array {
  const { labels: ofData } = data;
  if (labels === null || ofData === null) return order.subarray(0, count);
  const next = new Map<number, number>(); // where the search for a class goes on
  return Uint32Array.from(labels, (label, k) => {
    let at = next.get(label) ?? 0;
    while (at < order.length && ofData[order[at]!] !== label) at++;
    next.set(label, at + 1);
    return order[at] ?? order[k % order.length]!;
  });
}
