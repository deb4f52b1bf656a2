/** Sums of several tensors and running sums, over the addon. */

import {
  AddN,
  Cumsum,
  type CumsumAttrs,
  type KernelConfig,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { areEqual } from './geometry.ts';
import { areFloats, override, type Tensors } from './native-kernel.ts';

/** What the addon exports for them. */
export interface SumsAddon {
  accumulate(x: Float32Array, out: Float32Array): void;
  /** Along the middle axis of x [outer, length, inner]. */
  cumsum(
    x: Float32Array,
    length: number,
    inner: number,
    exclusive: boolean,
    reverse: boolean,
    out: Float32Array,
  ): void;
}

export const sumsKernels = (addon: SumsAddon): KernelConfig[] => [
  override<TensorInfo[]>(
    AddN,
    (inputs) => areFloats(...inputs) && inputs.every((x) => areEqual(x.shape, inputs[0]!.shape)),
    (inputs, backend) => {
      const out = backend.output(inputs[0]!.shape);
      out.values.set(backend.floats(inputs[0]!));
      for (const x of inputs.slice(1)) addon.accumulate(backend.floats(x), out.values);
      return out;
    },
  ),
  override<Tensors<'x'>, CumsumAttrs>(
    Cumsum,
    ({ x }, { axis }) => areFloats(x) && axis >= 0 && axis < x.shape.length,
    ({ x }, backend, { axis, exclusive, reverse }) => {
      const out = backend.output(x.shape);
      const inner = util.sizeFromShape(x.shape.slice(axis + 1));
      addon.cumsum(backend.floats(x), x.shape[axis]!, inner, exclusive, reverse, out.values);
      return out;
    },
  ),
];
