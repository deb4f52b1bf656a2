/**
 * The kernel implementations that one case suite runs over. The native ones must load under CI; elsewhere their
 * tests are skipped with the loader's words.
 */

import { type Kernels, referenceKernels } from '@ferrogen/core';
import { loadNativeKernels } from '@ferrogen/native';

/** An implementation, or why it is not here. */
export interface Implementation {
  readonly name: 'native' | 'reference';
  /** Null where it cannot be had. */
  readonly kernels: Kernels | null;
  /** What `itWith` takes: empty where the kernels are here. */
  readonly missing: readonly string[];
}

const native = loadNativeKernels();

export const implementations: readonly Implementation[] = [
  { name: 'reference', kernels: referenceKernels, missing: [] },
  {
    name: 'native',
    kernels: native.kernels,
    missing: native.kernels === null ? [`no native kernels: ${native.reason}`] : [],
  },
];
