/** Reductions along any axes, and softmax, over the addon. */

import {
  All,
  Any,
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
import type { Arrays } from '../buffer-pool.ts';
import type { NativeBackend } from '../native-backend.ts';
import { areFloats, override, type Tensors } from './native-kernel.ts';

/** x [outer, reduced, inner] to out [outer, inner]. */
type Reduction<Input, Output> = (x: Input, reduced: number, inner: number, out: Output) => void;
type OfFloats = Reduction<Arrays['float32'], Arrays['float32']>;
type OfBools = Reduction<Arrays['bool'], Arrays['bool']>;
type Place = Reduction<Arrays['float32'], Arrays['int32']>;

/** What the addon exports for them. */
export interface ReduceAddon
  extends Record<'max' | 'mean' | 'min' | 'prod' | 'sum', OfFloats>,
    Record<'all' | 'any', OfBools>,
    Record<'argMax' | 'argMin', Place> {
  softmax(x: Float32Array, columns: number, out: Float32Array): void;
}

export const reduceKernels = (addon: ReduceAddon): KernelConfig[] => {
  const reduction = (kernelName: string, reduce: OfFloats): KernelConfig =>
    override<Tensors<'x'>, Axes>(
      kernelName,
      ({ x }) => areFloats(x) && util.sizeFromShape(x.shape) > 0,
      ({ x }, backend, axes) =>
        reduceGroups(x, axes, backend, {
          reduce,
          read: (from) => backend.floats(from),
          output: (shape) => backend.output(shape),
        }),
    );
  const truth = (kernelName: string, reduce: OfBools): KernelConfig =>
    override<Tensors<'x'>, Axes>(
      kernelName,
      ({ x }) => x.dtype === 'bool' && util.sizeFromShape(x.shape) > 0,
      ({ x }, backend, axes) =>
        reduceGroups(x, axes, backend, {
          reduce,
          read: (from) => backend.bools(from),
          output: (shape) => backend.output(shape, 'bool'),
        }),
    );
  const place = (kernelName: string, find: Place): KernelConfig =>
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
    truth(All, addon.all),
    truth(Any, addon.any),
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

/** Max alone calls its axes by another name. */
interface Axes extends Partial<SumAttrs & MaxAttrs> {}

/** A reduction over arrays of one element type. */
interface Folding<Values> {
  readonly reduce: Reduction<Values, Values>;
  readonly read: (x: TensorInfo) => Values;
  readonly output: (shape: number[]) => TensorInfo & { readonly values: Values };
}

/** Reduces one group of neighbouring axes after the other, the innermost first, each as [outer, reduced, inner]. */
function reduceGroups<Values>(
  x: TensorInfo,
  { axis: sumAxes, reductionIndices: maxAxes, keepDims }: Axes,
  backend: NativeBackend,
  { reduce, read, output }: Folding<Values>,
): TensorInfo {
  const axes = util.parseAxisParam((maxAxes ?? sumAxes)!, x.shape);
  const kept = backend_util.computeOutAndReduceShapes(x.shape, axes)[0];
  const shape = keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept;
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
    const out = output(isLast ? shape : [size]);
    reduce(read(from), reduced, inner, out.values);
    if (from !== x) backend.disposeData(from.dataId);
    if (isLast) return out;
    from = out;
  }
}
