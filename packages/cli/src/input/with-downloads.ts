/** Downloads that a command may have to make first: shown on stderr, stopped by Ctrl-C. */

import type { FetchOptions } from '@ferrogen/core/node';
import type { Context } from '../context.ts';
import type { CommonOptions } from '../options/common.ts';
import { type Progress, startProgress } from '../output/progress.ts';

/** Does work that fetches data by these options. */
export async function withDownloads<Result>(
  context: Context,
  { quiet }: Pick<CommonOptions, 'quiet'>,
  work: (options: FetchOptions) => Promise<Result>,
): Promise<Result> {
  const shown: { file: string | null; progress: Progress | null } = { file: null, progress: null };
  try {
    return await work({
      env: context.env,
      signal: context.signal,
      onProgress({ file, received, total }) {
        if (file !== shown.file) {
          shown.progress?.done();
          shown.file = file;
          shown.progress = startProgress(`downloading ${file}`, context, { quiet });
        }
        if (total !== null) shown.progress?.report(received / total);
      },
    });
  } finally {
    shown.progress?.done();
  }
}
