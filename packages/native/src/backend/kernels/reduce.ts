/** Reductions along any axes, and softmax, over the addon. */

import {
  ArgMax,
  type ArgMaxAttrs,
  ArgMin,
  backend_util,
  type KernelConfig,
  Max,
  type MaxAttrs,
  Mean,
  Min,
  Prod,
  Softmax,
  type SoftmaxAttrs,
  Sum,
  type SumAttrs,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../native-backend.ts';
import { areFloats, override, type Tensors } from './native-kernel.ts';

/** x [outer, reduced, inner] to out [outer, inner]. */
type Reduction<Output> = (x: Float32Array, reduced: number, inner: number, out: Output) => void;

/** What the addon exports for them. */
export interface ReduceAddon
  extends Record<'max' | 'mean' | 'min' | 'prod' | 'sum', Reduction<Float32Array>>,
    Record<'argMax' | 'argMin', Reduction<Int32Array>> {
  softmax(x: Float32Array, columns: number, out: Float32Array): void;
}

export const reduceKernels = (addon: ReduceAddon): KernelConfig[] => {
  const reduction = (kernelName: string, reduce: Reduction<Float32Array>): KernelConfig =>
    override<Tensors<'x'>, SumAttrs & MaxAttrs>(
      kernelName,
      ({ x }) => areFloats(x) && util.sizeFromShape(x.shape) > 0,
      ({ x }, backend, { axis, reductionIndices, keepDims }) => {
        // Max alone calls its axes by another name.
        const axes = util.parseAxisParam(kernelName === Max ? reductionIndices : axis, x.shape);
        const kept = backend_util.computeOutAndReduceShapes(x.shape, axes)[0];
        const shape = keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept;
        return reduceGroups(reduce, x, axes, shape, backend);
      },
    );
  const place = (kernelName: string, find: Reduction<Int32Array>): KernelConfig =>
    override<Tensors<'x'>, ArgMaxAttrs>(
      kernelName,
      ({ x }) => areFloats(x) && util.sizeFromShape(x.shape) > 0 && x.shape.length > 0,
      ({ x }, backend, { axis }) => {
        const first = util.parseAxisParam(axis, x.shape)[0]!;
        const out = backend.output(
          x.shape.filter((_, at) => at !== first),
          'int32',
        );
        const inner = util.sizeFromShape(x.shape.slice(first + 1));
        find(backend.floats(x), x.shape[first]!, inner, out.values);
        return out;
      },
    );
  return [
    place(ArgMax, addon.argMax),
    place(ArgMin, addon.argMin),
    reduction(Max, addon.max),
    reduction(Mean, addon.mean),
    reduction(Min, addon.min),
    reduction(Prod, addon.prod),
    reduction(Sum, addon.sum),
    override<Tensors<'logits'>, SoftmaxAttrs>(
      Softmax,
      ({ logits }, { dim }) =>
        areFloats(logits) &&
        logits.shape.length > 0 &&
        (dim === -1 || dim === logits.shape.length - 1),
      ({ logits }, backend) => {
        const out = backend.output(logits.shape);
        addon.softmax(backend.floats(logits), logits.shape.at(-1)!, out.values);
        return out;
      },
    ),
  ];
};

/** Reduces one group of neighbouring axes after the other, the innermost first, each as [outer, reduced, inner]. */
function reduceGroups(
  reduce: Reduction<Float32Array>,
  x: TensorInfo,
  axes: readonly number[],
  shape: number[],
  backend: NativeBackend,
): TensorInfo {
  const isReduced = (axis: number) => axes.includes(axis);
  let from = x;
  let size = util.sizeFromShape(x.shape);
  let inner = 1;
  let axis = x.shape.length - 1;
  while (true) {
    for (; axis >= 0 && (!isReduced(axis) || x.shape[axis] === 1); axis--) inner *= x.shape[axis]!;
    let reduced = 1;
    for (; axis >= 0 && (isReduced(axis) || x.shape[axis] === 1); axis--) reduced *= x.shape[axis]!;
    size /= reduced;
    let isLast = true;
    for (let rest = axis; rest >= 0; rest--)
      if (isReduced(rest) && x.shape[rest] !== 1) isLast = false;
    const out = backend.output(isLast ? shape : [size]);
    reduce(backend.floats(from), reduced, inner, out.values);
    if (from !== x) backend.disposeData(from.dataId);
    if (isLast) return out;
    from = out;
  }
}
