/** All that is measured of the samples of a model, by a classifier of our own. */

import type { ImageSet } from '../../data/images/image-set.ts';
import type { Prng } from '../../random/prng.ts';
import { shuffled } from '../../train/batches.ts';
import type { Classifier } from '../classifier/classifier.ts';
import { classifySet } from '../classifier/classify-set.ts';
import { likeliestClasses } from '../classifier/likeliest-classes.ts';
import { classCounts, classDivergence } from './class-divergence.ts';
import { densityCoverage } from './density-coverage.ts';
import { frechetDistanceOfMoments } from './frechet-distance.ts';
import { inceptionScore } from './inception-score.ts';
import { labelAccuracy } from './label-accuracy.ts';
import { momentsOf } from './moments.ts';
import { nearestImages, nearestOthers, quantileOf } from './nearest-image.ts';
import { neighbourhoodsOf } from './neighbourhoods.ts';
import { precisionRecall } from './precision-recall.ts';

/** Share of the samples that come nearer to another image than the distances told. */
const NEAR_SHARE = 0.01;
/** The k of the k-th nearest neighbour, as in Naeem et al. (2020). */
const NEIGHBOURS = 5;

/** What to measure, and beside what. */
export interface ImageEvaluation {
  /** [count, height, width], pixels from 0 (background) to 1 (full ink); 10,000 of them for numbers that compare with others. */
  readonly samples: Float32Array;
  /** The classes that the samples were asked to be of, [count]; null where nobody asked. */
  readonly labels: Uint8Array | null;
  /** All images that the model was trained on. */
  readonly reference: ImageSet;
  /** Whose features count. Another classifier gives other numbers. */
  readonly classifier: Classifier;
  /** Draws as many images of the reference as there are samples, for the neighbourhoods. */
  readonly random: Prng;
}

/** What was measured, ready for JSON. */
export interface ImageMetrics {
  /** Frechet distance of the features to those of the whole reference. */
  readonly fid: number;
  readonly inceptionScore: number;
  readonly precision: number;
  readonly recall: number;
  readonly density: number;
  readonly coverage: number;
  /** KL, in nats, of the classes seen in the samples from those of the reference. */
  readonly classKl: number;
  /** Share of the samples seen as what they were asked to be; null where nobody asked. */
  readonly labelAccuracy: number | null;
  /** Distance, in pixels of full ink, that 1 % of the samples come nearer than to some image of the reference. */
  readonly nearestTrain: number;
  /** The same to another sample. */
  readonly nearestSample: number;
}

/**
 * Measures samples.
 *
 * @throws OptionError for fewer samples than neighbourhoods need, or images of another size than the classifier's
 * @example
 * const metrics = evaluateImages({ samples, labels, reference: data.train, classifier, random: new Prng(1) });
 */
export function evaluateImages(evaluation: ImageEvaluation): ImageMetrics {
  return imageEvaluator(evaluation)(evaluation);
}

/**
 * The same for several sets of samples, real test images among them: the reference is looked at once.
 * @throws OptionError as `evaluateImages`
 */
export function imageEvaluator({
  reference,
  classifier,
  random,
}: Pick<ImageEvaluation, 'reference' | 'classifier' | 'random'>): (
  set: Pick<ImageEvaluation, 'samples' | 'labels'>,
) => ImageMetrics {
  const { classes, features: size } = classifier.config;
  const real = classifySet(classifier, reference);
  const realMoments = momentsOf(real.features, size);
  const realClasses = reference.labels ?? likeliestClasses(real.probabilities, classes);
  const order = shuffled(reference.count, random);
  return ({ samples, labels }) => {
    const { probabilities, features } = classifier.classify(samples);
    const count = features.length / size;
    const drawn = takeFeatures(real.features, order.subarray(0, count), size); // [count, size]
    const around = neighbourhoodsOf(drawn, features, size, NEIGHBOURS);
    const seen = classCounts(likeliestClasses(probabilities, classes), classes);
    const pixels = reference.height * reference.width;
    return {
      fid: frechetDistanceOfMoments(momentsOf(features, size), realMoments),
      inceptionScore: inceptionScore(probabilities, classes),
      ...precisionRecall(around),
      ...densityCoverage(around),
      classKl: classDivergence(seen, classCounts(realClasses, classes)),
      labelAccuracy: labels === null ? null : labelAccuracy(probabilities, labels, classes),
      nearestTrain: quantileOf(nearestImages(samples, reference.pixels, pixels), NEAR_SHARE),
      nearestSample: quantileOf(nearestOthers(samples, pixels), NEAR_SHARE),
    };
  };
}

function takeFeatures(features: Float32Array, ids: Uint32Array, size: number): Float32Array {
  const taken = new Float32Array(ids.length * size); // [ids, size]
  ids.forEach((id, k) => {
    taken.set(features.subarray(id * size, (id + 1) * size), k * size);
  });
  return taken;
}
