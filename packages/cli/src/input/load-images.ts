/** Images to learn from or to compare with, by the name or path that `--data` gives. */

import type { ImageData } from '@ferrogen/core';
import { loadImageData } from '@ferrogen/core/node';
import type { Context } from '../context.ts';
import type { CommonOptions } from '../options/common.ts';
import { withDownloads } from './with-downloads.ts';

/**
 * The data set of that name, downloaded where it is not there yet, or what lies at that path.
 *
 * @throws DatasetError, FileError, IdxError, ImageError as `loadImageData`
 */
export async function loadImages(
  source: string,
  context: Context,
  common: Pick<CommonOptions, 'quiet'>,
): Promise<ImageData> {
  return withDownloads(context, common, (options) => loadImageData(source, options));
}
