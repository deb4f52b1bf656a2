/** `@ferrogen/core/node`: what needs Node's file system. */

export { FileError, type FileErrorCode, fileError, refuseDevice } from './file-error.ts';
export { readSeriesFile, readSeriesFileSteps } from './read-series-file.ts';
