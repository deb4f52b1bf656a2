/** `@ferrogen/core/node`: what needs Node's file system. */

export {
  type Checksum,
  type Dataset,
  datasets,
  type RemoteFile,
} from './datasets/catalogue.ts';
export { DatasetError, type DatasetErrorCode } from './datasets/dataset-error.ts';
export { type DownloadOptions, type DownloadProgress, downloadFile } from './datasets/download.ts';
export {
  type FetchedDataset,
  type FetchOptions,
  fetchDataset,
} from './datasets/fetch-dataset.ts';
export { cacheFolder, datasetFolder, findDataset } from './datasets/folders.ts';
export { loadImageData } from './datasets/load-image-data.ts';
export { pictureFormat } from './datasets/picture-formats.ts';
export { decodePng } from './datasets/png.ts';
export { readNames, readTextFile } from './datasets/text-files.ts';
export {
  FileError,
  type FileErrorCode,
  fileError,
  refuseDevice,
  writeError,
} from './file-error.ts';
export { readModelFile, writeModelFile } from './model-files.ts';
export { type ModelFolder, openModelFolder, writeModelFolder } from './model-folder.ts';
export { pretrainedModelPath } from './pretrained-path.ts';
export { readSeriesFile, readSeriesFileSteps } from './read-series-file.ts';
export type { Checkpoint, ModelDescription } from './run/checkpoint-files.ts';
export { readCheckpoint, saveCheckpoint } from './run/checkpoint-folder.ts';
export { readEvents } from './run/event-log.ts';
export { RunError, type RunErrorCode } from './run/run-error.ts';
export { RunFolder } from './run/run-folder.ts';
export { readRunModel } from './run/run-model.ts';
export { readTensorFile, SafetensorsFile } from './safetensors-file.ts';
export { writeFileAtomically } from './write-file.ts';
