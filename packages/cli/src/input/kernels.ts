/** Puts the fastest kernels that load in place, and says in one line when they are not the compiled ones. */

import { installKernels } from '@ferrogen/core';
import type { Context } from '../context.ts';
import type { CommonOptions } from '../options/common.ts';
import { detail } from '../output/say.ts';
import { printable } from '../render/text.ts';

/** Installs the native kernels where they load; otherwise the reference ones stay, and stderr says so once. */
export async function prepareKernels(
  context: Context,
  common: Pick<CommonOptions, 'quiet' | 'verbose'>,
): Promise<void> {
  const { loadNativeKernels } = await import('@ferrogen/native');
  const loaded = loadNativeKernels();
  if (loaded.kernels) {
    installKernels(loaded.kernels);
    await detail('kernels: native', context, common);
  } else if (loaded.notice !== null && !common.quiet) {
    await context.stderr.write(`${printable(loaded.notice)}\n`);
  }
}
