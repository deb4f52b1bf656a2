/** The tensor backends in the order in which they are tried. Loads TensorFlow.js: to be imported only where tensors are used. */

import { absentRung, cpuRung, type Rung, wasmRung } from '@ferrogen/core/backends';
import { nativeRung } from '@ferrogen/native/backend';
import type { BackendName } from '../options/backend.ts';

const notYet = 'not part of this version';

/** One rung for each of `backendNames`, in their order. */
export const ladder: readonly Rung[] = [
  absentRung('tensorflow' satisfies BackendName, notYet),
  absentRung('webgpu' satisfies BackendName, notYet),
  nativeRung,
  wasmRung(),
  cpuRung,
];
