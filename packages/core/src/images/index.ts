/** @ferrogen/core/images: models of images, and what is measured of them. A table of contents. */

export { type Classified, Classifier } from './classifier/classifier.ts';
export {
  CLASSIFIER_KIND,
  classifierFromFile,
  classifierToFile,
} from './classifier/classifier-file.ts';
export { type ClassifierTraining, classifierTrainable } from './classifier/classifier-trainable.ts';
export {
  type ClassifierScore,
  classifySet,
  evaluateClassifier,
} from './classifier/classify-set.ts';
export {
  type ClassifierConfig,
  type ClassifierNetwork,
  classifierConfig,
  classifierNetworks,
} from './classifier/config.ts';
export { likeliestClasses } from './classifier/likeliest-classes.ts';
export {
  type CollapseLimits,
  collapseWarning,
  findCollapse,
  type Variety,
  varietyOf,
} from './gan/collapse.ts';
export { type GanConfig, type GanLoss, ganConfig, steadiers } from './gan/config.ts';
export { Gan, type GanSamples } from './gan/gan.ts';
export { GAN_KIND, ganConfigToJson, ganFromFile, ganToFile } from './gan/gan-file.ts';
export { type GanTraining, ganTrainable } from './gan/gan-trainable.ts';
export { type Interpolation, latentPath, manifoldCodes } from './latent-paths.ts';
export { classCounts, classDivergence, proportionalLabels } from './metrics/class-divergence.ts';
export { type DensityCoverage, densityCoverage } from './metrics/density-coverage.ts';
export {
  evaluateImages,
  type ImageEvaluation,
  type ImageMetrics,
  imageEvaluator,
} from './metrics/evaluate-images.ts';
export { frechetDistance, frechetDistanceOfMoments } from './metrics/frechet-distance.ts';
export { inceptionScore } from './metrics/inception-score.ts';
export { labelAccuracy } from './metrics/label-accuracy.ts';
export { type Moments, momentsOf } from './metrics/moments.ts';
export {
  nearestImages,
  nearestLabels,
  nearestOthers,
  quantileOf,
} from './metrics/nearest-image.ts';
export { type Neighbourhoods, neighbourhoodsOf } from './metrics/neighbourhoods.ts';
export { type PrecisionRecall, precisionRecall } from './metrics/precision-recall.ts';
export { type SymmetricEigen, symmetricEigen } from './metrics/symmetric-eigen.ts';
export {
  type FullVaeConfig,
  type VaeArchitecture,
  type VaeConfig,
  type VaeLikelihood,
  vaeArchitectures,
  vaeLikelihoods,
} from './vae/config.ts';
export {
  type EvaluationProgress,
  evaluateVae,
  evaluateVaeSteps,
  type VaeEvaluation,
  type VaeEvaluationOptions,
} from './vae/evaluate.ts';
export { type Binarization, type VaeTrainingOptions, vaeTrainable } from './vae/trainable.ts';
export { type Encoded, type Labels, Vae } from './vae/vae.ts';
export { VAE_KIND, vaeFromFile, vaeToFile } from './vae/vae-file.ts';
