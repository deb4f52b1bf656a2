/** Tensors side by side, on top of each other and within a border, over the addon. */

import {
  backend_util,
  Concat,
  type ConcatAttrs,
  type KernelConfig,
  Pack,
  type PackAttrs,
  PadV2,
  type PadV2Attrs,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../native-backend.ts';
import { areEqual, geometry, MAX_RANK } from './geometry.ts';
import { areFloats, areInts, override, type Tensors } from './native-kernel.ts';

/** Rows of x [rows, width] into out [rows, total] from column `first` on. */
type CopyColumns<Values> = (
  x: Values,
  width: number,
  first: number,
  total: number,
  out: Values,
) => void;

/** What the addon exports for them. */
export interface ConcatAddon {
  copyColumns: CopyColumns<Float32Array>;
  copyColumnsOfInts: CopyColumns<Int32Array>;
  /** The lists are the dimensions of x, how much comes before it, and the dimensions of out. */
  pad(x: Float32Array, lists: Int32Array, value: number, out: Float32Array): void;
}

export const concatKernels = (addon: ConcatAddon): KernelConfig[] => {
  /** `widths` are the values of each input that lie together; before `axis`, all are alike. */
  const sideBySide = (
    inputs: readonly TensorInfo[],
    axis: number,
    shape: number[],
    backend: NativeBackend,
  ): TensorInfo => {
    const total = util.sizeFromShape(shape.slice(axis));
    const copyAll = <Values>(
      copy: CopyColumns<Values>,
      read: (x: TensorInfo) => Values,
      out: Values,
    ) => {
      let first = 0;
      for (const x of inputs) {
        const width = util.sizeFromShape(x.shape.slice(axis));
        copy(read(x), width, first, total, out);
        first += width;
      }
    };
    if (areInts(...inputs)) {
      const out = backend.output(shape, 'int32');
      copyAll(addon.copyColumnsOfInts, (x) => backend.ints(x), out.values);
      return out;
    }
    const out = backend.output(shape);
    copyAll(addon.copyColumns, (x) => backend.floats(x), out.values);
    return out;
  };

  return [
    override<TensorInfo[], ConcatAttrs>(
      Concat,
      (inputs) => areFloats(...inputs) || areInts(...inputs),
      (inputs, backend, { axis }) => {
        const at = util.parseAxisParam(axis, inputs[0]!.shape)[0]!;
        const shapes = inputs.map((x) => x.shape);
        backend_util.assertParamsConsistent(shapes, at);
        const filled = inputs.filter((x) => util.sizeFromShape(x.shape) > 0);
        if (filled.length === 1) return backend.share(filled[0]!, filled[0]!.shape);
        return sideBySide(inputs, at, backend_util.computeOutShape(shapes, at), backend);
      },
    ),
    override<TensorInfo[], PackAttrs>(
      Pack,
      (inputs) =>
        inputs.length > 1 &&
        (areFloats(...inputs) || areInts(...inputs)) &&
        inputs.every((x) => areEqual(x.shape, inputs[0]!.shape)),
      (inputs, backend, { axis }) => {
        const { shape } = inputs[0]!;
        const at = axis < 0 ? axis + shape.length + 1 : axis;
        return sideBySide(inputs, at, shape.toSpliced(at, 0, inputs.length), backend);
      },
    ),
    override<Tensors<'x'>, PadV2Attrs>(
      PadV2,
      ({ x }) => areFloats(x) && x.shape.length <= MAX_RANK,
      ({ x }, backend, { paddings, constantValue }) => {
        const before = paddings.map(([before]) => before);
        const shape = paddings.map(([before, after], axis) => before + x.shape[axis]! + after);
        const out = backend.output(shape);
        addon.pad(backend.floats(x), geometry(x.shape, before, shape), constantValue, out.values);
        return out;
      },
    ),
  ];
};
