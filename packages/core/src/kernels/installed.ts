/**
 * Which kernels the library uses. The application chooses; without a choice it is the reference.
 */

import type { Kernels } from './kernels.ts';
import { referenceKernels } from './reference/index.ts';

let installed: Kernels = referenceKernels;

/**
 * Makes the library use these kernels from now on.
 *
 * @example
 * ```ts
 * import { installKernels } from '@ferrogen/core';
 * import { loadNativeKernels } from '@ferrogen/native';
 *
 * const { kernels } = loadNativeKernels();
 * if (kernels) installKernels(kernels);
 * ```
 */
export function installKernels(kernels: Kernels): void {
  installed = kernels;
}

/** The kernels in use. */
export function kernels(): Kernels {
  return installed;
}
