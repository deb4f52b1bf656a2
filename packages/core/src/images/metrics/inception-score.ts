/** The inception score: Salimans et al., "Improved techniques for training GANs" (2016), section 4. */

import { OptionError } from '../../errors.ts';
import { countPoints } from './moments.ts';

/**
 * exp of the mean of KL(p(y|x) || p(y)), in one piece over all images: 1 where a classifier sees the same in each of them, the
 * number of classes where it is sure of each and all are seen as often. Blind to images of a class that are all alike.
 *
 * @param probabilities of the classes for each image, [count, classes]
 * @throws OptionError where there is no image
 */
export function inceptionScore(probabilities: Float32Array, classes: number): number {
  const count = countPoints('probabilities', probabilities, classes);
  if (count === 0)
    throw new OptionError('probabilities', 'an inception score needs one image or more; got none');
  const marginal = new Float64Array(classes); // [classes]
  probabilities.forEach((value, at) => {
    marginal[at % classes] = marginal[at % classes]! + value / count;
  });
  // The mean divergence is the entropy of the mean less the mean entropy.
  let divergence = 0;
  for (const value of probabilities) divergence += negativeEntropy(value) / count;
  for (const value of marginal) divergence -= negativeEntropy(value);
  return Math.exp(divergence);
}

function negativeEntropy(probability: number): number {
  return probability > 0 ? probability * Math.log(probability) : 0;
}
