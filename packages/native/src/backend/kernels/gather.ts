/** Rows picked by index, added up by index, or marked by index, over the addon. */

import {
  backend_util,
  GatherV2,
  type GatherV2Attrs,
  type KernelConfig,
  OneHot,
  type OneHotAttrs,
  UnsortedSegmentSum,
  type UnsortedSegmentSumAttrs,
  util,
} from '@tensorflow/tfjs-core';
import { areFloats, override, type Tensors } from './native-kernel.ts';

/** What the addon exports for them. */
export interface GatherAddon {
  /** out [batch, outer, picked, inner] from x [batch, outer, size, inner] and indices [batch, picked]. */
  gather(
    x: Float32Array,
    indices: Int32Array,
    batch: number,
    size: number,
    inner: number,
    out: Float32Array,
  ): void;
  oneHot(indices: Int32Array, depth: number, on: number, off: number, out: Float32Array): void;
  oneHotOfInts(indices: Int32Array, depth: number, on: number, off: number, out: Int32Array): void;
  segmentSum(x: Float32Array, ids: Int32Array, inner: number, out: Float32Array): void;
}

export const gatherKernels = (addon: GatherAddon): KernelConfig[] => [
  override<Tensors<'x' | 'indices'>, GatherV2Attrs>(
    GatherV2,
    ({ x, indices }) => areFloats(x) && indices.dtype === 'int32',
    ({ x, indices }, backend, { axis, batchDims = 0 }) => {
      const at = util.parseAxisParam(axis, x.shape)[0]!;
      const places = backend.ints(indices);
      const last = x.shape[at]! - 1;
      for (const place of places)
        util.assert(
          place >= 0 && place <= last,
          () => `GatherV2: the index value ${place} is not in [0, ${last}]`,
        );
      const { batchSize, dimSize, sliceSize, outputShape } =
        backend_util.segment_util.collectGatherOpShapeInfo(
          x as never,
          indices as never,
          at,
          batchDims,
        );
      const out = backend.output(outputShape);
      addon.gather(backend.floats(x), places, batchSize, dimSize, sliceSize, out.values);
      return out;
    },
  ),
  override<Tensors<'indices'>, OneHotAttrs>(
    OneHot,
    ({ indices }, { dtype }) =>
      indices.dtype === 'int32' && (dtype === 'float32' || dtype === 'int32'),
    ({ indices }, backend, { dtype, depth, onValue, offValue }) => {
      const shape = [...indices.shape, depth];
      const places = backend.ints(indices);
      if (dtype === 'int32') {
        const out = backend.output(shape, 'int32');
        addon.oneHotOfInts(places, depth, onValue, offValue, out.values);
        return out;
      }
      const out = backend.output(shape);
      addon.oneHot(places, depth, onValue, offValue, out.values);
      return out;
    },
  ),
  override<Tensors<'x' | 'segmentIds'>, UnsortedSegmentSumAttrs>(
    UnsortedSegmentSum,
    ({ x, segmentIds }, { numSegments }) =>
      areFloats(x) &&
      segmentIds.dtype === 'int32' &&
      segmentIds.shape.length === 1 &&
      segmentIds.shape[0] === x.shape[0] &&
      numSegments > 0,
    ({ x, segmentIds }, backend, { numSegments }) => {
      const row = x.shape.slice(1);
      const out = backend.output([numSegments, ...row]);
      const inner = util.sizeFromShape(row);
      addon.segmentSum(backend.floats(x), backend.ints(segmentIds), inner, out.values);
      return out;
    },
  ),
];
