/** Images to learn from or to compare with, by the name or path that `--data` gives. */

import type { ImageData } from '@ferrogen/core';
import { loadImageData } from '@ferrogen/core/node';
import type { Context } from '../context.ts';
import type { CommonOptions } from '../options/common.ts';
import { type Progress, startProgress } from '../output/progress.ts';

/**
 * The data set of that name, downloaded where it is not there yet, or what lies at that path.
 *
 * @throws DatasetError, FileError, IdxError, ImageError as `loadImageData`
 */
export async function loadImages(
  source: string,
  context: Context,
  { quiet }: Pick<CommonOptions, 'quiet'>,
): Promise<ImageData> {
  let file: string | null = null;
  let progress: Progress | null = null;
  try {
    return await loadImageData(source, {
      env: context.env,
      signal: context.signal,
      onProgress(download) {
        if (download.file !== file) {
          progress?.done();
          file = download.file;
          progress = startProgress(`downloading ${file}`, context, { quiet });
        }
        if (download.total !== null) progress?.report(download.received / download.total);
      },
    });
  } finally {
    // The types do not see that the callback sets it.
    (progress as Progress | null)?.done();
  }
}
