/**
 * @ferrogen/native: the kernels in Rust, as a Node addon. A table of contents.
 */

import { adoptAddon } from './kernels.ts';
import { type LoadedKernels, loadAddon } from './loader.ts';

export type { LoadedKernels } from './loader.ts';

/**
 * Loads the native kernels, ready for `installKernels` of `@ferrogen/core`, or says why there are none.
 *
 * @example
 * const loaded = loadNativeKernels();
 * if (loaded.kernels !== null) installKernels(loaded.kernels);
 * else if (loaded.notice !== null) console.warn(loaded.notice);
 * @throws OptionError if the environment variable `FERROGEN_KERNELS` is neither `auto` nor `reference`
 */
export function loadNativeKernels(): LoadedKernels {
  return loadAddon({ adopt: adoptAddon });
}
