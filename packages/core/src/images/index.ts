/** @ferrogen/core/images: models of images, and what is measured of them. A table of contents. */

export { type Interpolation, latentPath, manifoldCodes } from './latent-paths.ts';
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
