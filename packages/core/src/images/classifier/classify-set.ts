/** A classifier over a whole set of images, and how well it does there. */

import type { ImageSet } from '../../data/images/image-set.ts';
import { OptionError } from '../../errors.ts';
import type { Classified, Classifier } from './classifier.ts';
import { likeliestClasses } from './likeliest-classes.ts';

/** Images whose pixels are numbers from 0 to 1 at once. */
const CHUNK = 2000;

/**
 * What the classifier sees in all images of a set.
 * @throws OptionError where they are of another size than it takes
 */
export function classifySet(classifier: Classifier, set: ImageSet): Classified {
  const { height, width, classes, features } = classifier.config;
  if (set.height !== height || set.width !== width)
    throw new OptionError(
      'set',
      `this classifier takes images of ${height} x ${width}; those of ${set.name} have ${set.height} x ${set.width}`,
    );
  const size = height * width;
  const seen = {
    probabilities: new Float32Array(set.count * classes), // [count, classes]
    features: new Float32Array(set.count * features), // [count, features]
  };
  for (let first = 0; first < set.count; first += CHUNK) {
    const pixels = set.pixels.subarray(first * size, (first + CHUNK) * size);
    const images = Float32Array.from(pixels, (pixel) => pixel / 255); // [chunk, height, width]
    const part = classifier.classify(images);
    seen.probabilities.set(part.probabilities, first * classes);
    seen.features.set(part.features, first * features);
  }
  return seen;
}

/** The least single above 0: a probability that was rounded to 0 would make the mean infinite. */
const LEAST = 2 ** -149;

/** How well a classifier does. */
export interface ClassifierScore {
  /** Share of the images that it sees as what they are. */
  readonly accuracy: number;
  /** Cross-entropy of their labels, nats per image. */
  readonly loss: number;
}

/**
 * Measures a classifier on images that it has not seen.
 * @throws OptionError where they have no labels, labels of classes that it does not know, or another size than it takes
 */
export function evaluateClassifier(classifier: Classifier, set: ImageSet): ClassifierScore {
  const { labels } = set;
  if (labels === null)
    throw new OptionError('set', `a classifier is measured by labels; ${set.name} has none`);
  const { classes } = classifier.config;
  const unknown = labels.find((label) => label >= classes);
  if (unknown !== undefined)
    throw new OptionError(
      'set',
      `this classifier knows classes 0 to ${classes - 1}; an image of ${set.name} is of class ${unknown}`,
    );
  const { probabilities } = classifySet(classifier, set);
  const seen = likeliestClasses(probabilities, classes);
  let right = 0;
  let loss = 0;
  for (let k = 0; k < set.count; k++) {
    const label = labels[k]!;
    right += Number(seen[k] === label);
    loss -= Math.log(Math.max(probabilities[k * classes + label]!, LEAST));
  }
  return { accuracy: right / set.count, loss: loss / set.count };
}
