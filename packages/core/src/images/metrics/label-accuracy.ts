/** Whether a classifier sees in samples what they were asked to be. */

import { OptionError } from '../../errors.ts';
import { likeliestClasses } from '../classifier/likeliest-classes.ts';

/**
 * Share of the images whose likeliest class is their label.
 *
 * @param probabilities [count, classes]
 * @param labels [count]
 * @throws OptionError where there are not as many labels as images
 */
export function labelAccuracy(
  probabilities: Float32Array,
  labels: Uint8Array,
  classes: number,
): number {
  const seen = likeliestClasses(probabilities, classes);
  if (labels.length !== seen.length)
    throw new OptionError(
      'labels',
      `every image has one label; got ${labels.length} labels of ${seen.length} images`,
    );
  return seen.reduce((sum, each, k) => sum + Number(each === labels[k]), 0) / seen.length;
}
