/** The choice between two tensors, over the addon. */

import { type KernelConfig, Select } from '@tensorflow/tfjs-core';
import { areEqual } from './geometry.ts';
import { areFloats, override, type Tensors } from './native-kernel.ts';

/** What the addon exports for it. */
export interface SelectAddon {
  select(condition: Uint8Array, yes: Float32Array, no: Float32Array, out: Float32Array): void;
}

export const selectKernels = (addon: SelectAddon): KernelConfig[] => [
  override<Tensors<'condition' | 't' | 'e'>>(
    Select,
    ({ condition, t, e }) =>
      condition.dtype === 'bool' &&
      areFloats(t, e) &&
      areEqual(condition.shape, t.shape) &&
      areEqual(t.shape, e.shape),
    ({ condition, t, e }, backend) => {
      const out = backend.output(t.shape);
      addon.select(backend.bools(condition), backend.floats(t), backend.floats(e), out.values);
      return out;
    },
  ),
];
