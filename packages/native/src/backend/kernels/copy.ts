/** Transposed, sliced, split, reversed and tiled tensors: one strided copy each, over the addon. */

import {
  backend_util,
  type KernelConfig,
  Reverse,
  type ReverseAttrs,
  Slice,
  type SliceAttrs,
  SplitV,
  type SplitVAttrs,
  StridedSlice,
  type StridedSliceAttrs,
  slice_util,
  type TensorInfo,
  Tile,
  type TileAttrs,
  Transpose,
  type TransposeAttrs,
  Unpack,
  type UnpackAttrs,
  util,
} from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../native-backend.ts';
import { geometry, MAX_RANK, stridesOf } from './geometry.ts';
import { override, type Tensors } from './native-kernel.ts';

/** Values of x at `start` plus index times stride, over dimensions and strides as `geometry` writes them. */
type Copy<Values> = (x: Values, lists: Int32Array, start: number, out: Values) => void;

/** What the addon exports for them. */
export interface CopyAddon {
  copy: Copy<Float32Array>;
  copyBools: Copy<Uint8Array>;
  copyInts: Copy<Int32Array>;
}

/** How an output reads x: dimensions, the stride of x along each, and where in x it begins. */
interface Reading {
  readonly dims: readonly number[];
  readonly strides: readonly number[];
  readonly start: number;
}

export const copyKernels = (addon: CopyAddon): KernelConfig[] => {
  const read = (x: TensorInfo, shape: number[], reading: Reading, backend: NativeBackend) => {
    const lists = geometry(reading.dims, reading.strides);
    if (x.dtype === 'int32') {
      const out = backend.output(shape, 'int32');
      addon.copyInts(backend.ints(x), lists, reading.start, out.values);
      return out;
    }
    if (x.dtype === 'bool') {
      const out = backend.output(shape, 'bool');
      addon.copyBools(backend.bools(x), lists, reading.start, out.values);
      return out;
    }
    const out = backend.output(shape);
    addon.copy(backend.floats(x), lists, reading.start, out.values);
    return out;
  };
  /** `size` values along each axis from `begin` on, under another shape of as many values if need be. */
  const slice = (
    x: TensorInfo,
    begin: readonly number[],
    size: number[],
    backend: NativeBackend,
    shape = size,
  ): TensorInfo => {
    if (size.every((dim, axis) => dim === x.shape[axis])) return backend.share(x, shape);
    const strides = stridesOf(x.shape);
    return read(x, shape, { dims: size, strides, start: dot(begin, strides) }, backend);
  };

  return [
    override<Tensors<'x'>, TransposeAttrs>(
      Transpose,
      ({ x }) => isCopied(x),
      ({ x }, backend, { perm }) => {
        const dims = perm.map((axis) => x.shape[axis]!);
        const moved = perm.filter((axis) => x.shape[axis] !== 1);
        if (moved.every((axis, k) => k === 0 || moved[k - 1]! < axis))
          return backend.share(x, dims);
        const strides = stridesOf(x.shape);
        return read(
          x,
          dims,
          { dims, strides: perm.map((axis) => strides[axis]!), start: 0 },
          backend,
        );
      },
    ),
    override<Tensors<'x'>, SliceAttrs>(
      Slice,
      ({ x }) => isCopied(x),
      ({ x }, backend, { begin, size }) => {
        const [from, sizes] = slice_util.parseSliceParams(x, begin, size);
        slice_util.assertParamsValid(x, from!, sizes!);
        return slice(x, from!, sizes!, backend);
      },
    ),
    override<Tensors<'x'>, StridedSliceAttrs>(
      StridedSlice,
      ({ x }) => isCopied(x) && x.shape.length > 0,
      ({ x }, backend, attributes) => {
        const { begin, end, strides, beginMask, endMask, ellipsisMask } = attributes;
        const info = slice_util.sliceInfo(
          x.shape,
          begin,
          end,
          strides,
          beginMask,
          endMask,
          ellipsisMask,
          attributes.newAxisMask,
          attributes.shrinkAxisMask,
        );
        const shape = info.finalShape;
        if (info.isIdentity) return backend.share(x, shape);
        const own = stridesOf(x.shape);
        const dims = slice_util
          .computeOutShape(info.begin, info.end, info.strides)
          .map((dim) => Math.max(dim, 0));
        return read(
          x,
          shape,
          {
            dims,
            strides: own.map((stride, axis) => stride * info.strides[axis]!),
            start: dot(info.begin, own),
          },
          backend,
        );
      },
    ),
    override<Tensors<'x'>, SplitVAttrs>(
      SplitV,
      ({ x }) => isCopied(x),
      ({ x }, backend, { numOrSizeSplits, axis }) => {
        const at = util.parseAxisParam(axis, x.shape)[0]!;
        const begin = x.shape.map(() => 0);
        return backend_util.prepareSplitSize(x as never, numOrSizeSplits, at).map((size) => {
          const sizes = x.shape.with(at, size);
          slice_util.assertParamsValid(x, begin, sizes);
          const part = slice(x, begin, sizes, backend);
          begin[at]! += size;
          return part;
        });
      },
    ),
    override<Tensors<'value'>, UnpackAttrs>(
      Unpack,
      ({ value }) => isCopied(value),
      ({ value: x }, backend, { axis }) => {
        const at = axis < 0 ? axis + x.shape.length : axis;
        const shape = x.shape.toSpliced(at, 1);
        const begin = x.shape.map(() => 0);
        return Array.from({ length: x.shape[at]! }, (_, index) =>
          slice(x, begin.with(at, index), x.shape.with(at, 1), backend, shape),
        );
      },
    ),
    override<Tensors<'x'>, ReverseAttrs>(
      Reverse,
      ({ x }) => isCopied(x) && util.sizeFromShape(x.shape) > 0,
      ({ x }, backend, { dims }) => {
        const axes = util.parseAxisParam(dims, x.shape);
        const own = stridesOf(x.shape);
        const strides = own.map((stride, axis) => (axes.includes(axis) ? -stride : stride));
        const start = axes.reduce((sum, axis) => sum + (x.shape[axis]! - 1) * own[axis]!, 0);
        return read(x, x.shape, { dims: x.shape, strides, start }, backend);
      },
    ),
    override<Tensors<'x'>, TileAttrs>(
      Tile,
      ({ x }) => isCopied(x) && 2 * x.shape.length <= MAX_RANK,
      ({ x }, backend, { reps }) => {
        const own = stridesOf(x.shape);
        // Each axis is one along which x stands still, and then one of its own.
        const dims = x.shape.flatMap((dim, axis) => [reps[axis]!, dim]);
        const strides = own.flatMap((stride) => [0, stride]);
        const shape = x.shape.map((dim, axis) => dim * reps[axis]!);
        return read(x, shape, { dims, strides, start: 0 }, backend);
      },
    ),
  ];
};

function isCopied({ dtype, shape }: TensorInfo): boolean {
  return (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') && shape.length <= MAX_RANK;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}
