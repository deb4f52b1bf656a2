/** @ferrogen/core/images: models of images. A table of contents. */

export {
  type CollapseLimits,
  collapseWarning,
  findCollapse,
  type Variety,
  varietyOf,
} from './gan/collapse.ts';
export { type GanConfig, type GanLoss, ganConfig, steadiers } from './gan/config.ts';
export { Gan, type GanSamples } from './gan/gan.ts';
export { ganConfigToJson, ganFromFile, ganToFile } from './gan/gan-file.ts';
export { type GanTraining, ganTrainable } from './gan/gan-trainable.ts';
export { type InterpolationPath, interpolateCodes } from './interpolation.ts';
