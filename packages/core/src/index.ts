/** Ferrogen's models and what they need, for Node and the browser. */

export {
  HEAD_BYTES,
  type Head,
  type NamedBytes,
  planSeries,
  type ReadSeriesOptions,
  readSeries,
  readSeriesSteps,
  type Series,
  type SeriesPlan,
} from './data/csv/index.ts';
export type { IdxArray, IdxArrays } from './data/idx/idx-array.ts';
export { IdxError, type IdxErrorCode } from './data/idx/idx-error.ts';
export { parseIdx } from './data/idx/parse-idx.ts';
export { writeIdx } from './data/idx/write-idx.ts';
export { imageSetOfIdx, type NamedIdx } from './data/images/idx-images.ts';
export { ImageError, type ImageErrorCode } from './data/images/image-error.ts';
export {
  type ImageBatch,
  type ImageData,
  type ImageSet,
  takeImages,
} from './data/images/image-set.ts';
export type { CsvErrorCode, Mend, Refusal, SeriesErrorCode } from './errors.ts';
export { BackendError, CsvError, ModelFileError, OptionError, SeriesError } from './errors.ts';
export {
  type GreyPicture,
  type GridOptions,
  greyPixels,
  gridPicture,
  imagesOfGrid,
  resizePicture,
} from './images/pictures/grey-picture.ts';
export { isOnLightPaper, negative } from './images/pictures/light-paper.ts';
export type * from './kernels/decoding.ts';
export { defaultDecodingSettings } from './kernels/decoding.ts';
export { installKernels, kernels } from './kernels/installed.ts';
export type * from './kernels/kernels.ts';
export { referenceKernels } from './kernels/reference/index.ts';
export { nearestName } from './nearest-name.ts';
export { type PretrainedName, pretrainedNames, pretrainedUrl } from './pretrained.ts';
export { Prng } from './random/prng.ts';
export { ArModel } from './series/ar-model.ts';
export type { ArModelJson } from './series/ar-model-json.ts';
export { normalQuantile } from './series/distributions.ts';
export { type ArOptions, fitAr } from './series/fit-ar.ts';
export {
  type ArProcess,
  type Continuation,
  type ForecastOptions,
  forecastAr,
  type SampleOptions,
  sampleAr,
} from './series/process.ts';
export { arRoots } from './series/roots.ts';
export { type MissingPolicy, segmentsBetweenGaps } from './series/segments.ts';
export { defaultMaxLag, type OrderOptions, selectArOrder } from './series/select-order.ts';
export { difference, logReturns } from './series/transforms.ts';
export type {
  ArSpecification,
  Coefficient,
  Criterion,
  Diagnostics,
  FitStatistics,
  Forecast,
  ForecastInterval,
  OrderCandidate,
  OrderSelection,
  Root,
  SeriesSource,
} from './series/types.ts';
export { criteria, defaultLevels, trends } from './series/types.ts';
