/** Brings a data set that is known by name to this machine. */

import { join } from 'node:path';
import type { Dataset } from './catalogue.ts';
import { type DownloadOptions, type DownloadProgress, downloadFile } from './download.ts';
import { datasetFolder, type Environment, filesOf, findDataset, pathIn } from './folders.ts';

/** How to fetch. */
export interface FetchOptions extends Omit<DownloadOptions, 'onProgress'> {
  /** Where folders are named. @default process.env */
  readonly env?: Environment;
  /** Hears of each file that is downloaded. */
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/** A data set on this machine. */
export interface FetchedDataset {
  readonly folder: string;
  /** Names of the files that had to be downloaded. */
  readonly downloaded: readonly string[];
}

/**
 * Downloads those files of a data set that are not on this machine yet, and says where they are.
 *
 * @throws DatasetError, FileError
 */
export async function fetchDataset(
  dataset: Dataset,
  { env = process.env, ...options }: FetchOptions = {},
): Promise<FetchedDataset> {
  const found = findDataset(dataset, env);
  if (found !== null) return { folder: found, downloaded: [] };
  const folder = datasetFolder(dataset, env);
  const missing = filesOf(dataset).filter((file) => pathIn(folder, file) === null);
  for (const file of missing) await downloadFile(file, join(folder, file.name), options);
  return { folder, downloaded: missing.map(({ name }) => name) };
}
