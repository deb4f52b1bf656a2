/** Where data sets lie on this machine. Knows the environment's variables, and reads nothing else. */

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Dataset, RemoteFile } from './catalogue.ts';

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of what was downloaded: `FERROGEN_CACHE`, or `ferrogen` in `XDG_CACHE_HOME`, or `~/.cache/ferrogen`. */
export function cacheFolder(env: Environment = process.env): string {
  if (env.FERROGEN_CACHE) return env.FERROGEN_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ferrogen');
}

/** The folder that a data set is downloaded to. */
export function datasetFolder({ name }: Dataset, env: Environment = process.env): string {
  return join(cacheFolder(env), 'datasets', name);
}

/** The files of a data set, in an order that is always the same. */
export function filesOf(dataset: Dataset): readonly RemoteFile[] {
  return [dataset.trainImages, dataset.trainLabels, dataset.testImages, dataset.testLabels];
}

/**
 * The folder that has all files of a data set, gzipped or not: one of that name in `FERROGEN_DATA`, that folder itself, or the cache. Null where none
 * has them all.
 */
export function findDataset(dataset: Dataset, env: Environment = process.env): string | null {
  const own = env.FERROGEN_DATA ? [join(env.FERROGEN_DATA, dataset.name), env.FERROGEN_DATA] : [];
  const folders = [...own, datasetFolder(dataset, env)];
  return folders.find((folder) => filesOf(dataset).every((file) => pathIn(folder, file))) ?? null;
}

/** The path of a file in a folder, gzipped or unpacked; null where it is not there. */
export function pathIn(folder: string, { name }: Pick<RemoteFile, 'name'>): string | null {
  const names = [name, name.replace(/\.gz$/, '')];
  return names.map((each) => join(folder, each)).find((path) => existsSync(path)) ?? null;
}
