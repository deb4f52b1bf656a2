/** What `gen data` finds or fetches: where the files are, and what they hold. */

import type { ImageSet } from '@ferrogen/core';
import { type Dataset, datasets, type FetchedDataset, fetchDataset } from '@ferrogen/core/node';
import type { Context } from '../context.ts';
import { loadImages } from '../input/load-images.ts';
import { withDownloads } from '../input/with-downloads.ts';
import type { CommonOptions } from '../options/common.ts';

/** The object that `--json` prints. */
export interface DataResult {
  readonly schemaVersion: 1;
  readonly kind: 'data';
  /** The name or path as it was typed. */
  readonly data: string;
  /** Whose data these are; null for those of a path. */
  readonly about: string | null;
  /** Where the files of a name lie; null for a path. */
  readonly folder: string | null;
  /** Names of the files that were downloaded just now. */
  readonly downloaded: readonly string[];
  readonly train: SetFacts;
  readonly test: SetFacts | null;
}

/** What one set holds. */
export interface SetFacts {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** Images of each class; null where there are no classes. */
  readonly perClass: readonly number[] | null;
}

/** Finds or downloads the data, and the first of the images to train on. Throws as `loadImageData`. */
export async function findData(
  source: string,
  context: Context,
  common: Pick<CommonOptions, 'quiet'>,
): Promise<{ result: DataResult; images: ImageSet }> {
  const dataset = datasets.get(source);
  const fetched = dataset ? await fetchShown(dataset, context, common) : null;
  const { train, test } = await loadImages(source, context, common);
  const result: DataResult = {
    schemaVersion: 1,
    kind: 'data',
    data: source,
    about: dataset?.about ?? null,
    folder: fetched?.folder ?? null,
    downloaded: fetched?.downloaded ?? [],
    train: factsOf(train),
    test: test && factsOf(test),
  };
  return { result, images: train };
}

function fetchShown(
  dataset: Dataset,
  context: Context,
  common: Pick<CommonOptions, 'quiet'>,
): Promise<FetchedDataset> {
  return withDownloads(context, common, (options) => fetchDataset(dataset, options));
}

function factsOf({ count, height, width, labels, classes }: ImageSet): SetFacts {
  if (labels === null) return { count, height, width, perClass: null };
  const perClass = new Array<number>(classes!).fill(0);
  for (const label of labels) perClass[label]!++;
  return { count, height, width, perClass };
}
