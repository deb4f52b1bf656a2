/**
 * Sum and Mean in double precision: stock wasm adds in float32 one after the other, so that the error grows with the count, and
 * leaves the sums of nothing unwritten.
 */

import {
  backend_util,
  type KernelConfig,
  type Tensor,
  tidy,
  transpose,
  util,
} from '@tensorflow/tfjs-core';
import { floatsOf, wasmKernel } from '../wasm-kernel.ts';

interface Attributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

export function sumKernels(stock: (name: string) => KernelConfig): KernelConfig[] {
  return ['Sum', 'Mean'].map((kernelName) => {
    const { kernelFunc } = stock(kernelName);
    return wasmKernel<{ x: Tensor }, Attributes>(kernelName, (inputs, backend, attributes) => {
      const { x } = inputs;
      if (x.dtype !== 'float32') return kernelFunc({ inputs, backend, attrs: { ...attributes } });
      const axes = util.parseAxisParam(attributes.axis, x.shape).sort((p, q) => p - q);
      const [kept, summed] = backend_util.computeOutAndReduceShapes(x.shape, axes);
      const count = util.sizeFromShape(summed);
      const sums = backend.makeOutput(kept, 'float32');
      const divisor = kernelName === 'Mean' ? Math.max(count, 1) : 1;
      tidy(() => {
        const [arranged, inner] = sideBySide(x, axes);
        addUp(floatsOf(arranged, backend), count, inner, divisor, floatsOf(sums, backend));
      });
      if (!attributes.keepDims) return sums;
      return { ...sums, shape: backend_util.expandShapeToKeepDim(kept, axes) };
    });
  });
}

/** The tensor with the axes that are summed next to each other, and how many values come after them. */
function sideBySide(x: Tensor, axes: number[]): [Tensor, number] {
  const [first, last] = [axes[0] ?? 0, axes.at(-1) ?? -1];
  if (last - first + 1 === axes.length) return [x, util.sizeFromShape(x.shape.slice(last + 1))];
  return [transpose(x, backend_util.getAxesPermutation(axes, x.rank) ?? undefined), 1];
}

/** Sums x [outer, count, inner] over the middle into sums [outer, inner], and divides. */
function addUp(
  x: Float32Array,
  count: number,
  inner: number,
  divisor: number,
  sums: Float32Array,
): void {
  if (inner === 1) {
    for (let to = 0; to < sums.length; to++)
      sums[to] = total(x, to * count, (to + 1) * count) / divisor;
    return;
  }
  const totals = new Float64Array(inner);
  let at = 0;
  for (let to = 0; to < sums.length; to += inner) {
    totals.fill(0);
    for (let k = 0; k < count; k++) for (let i = 0; i < inner; i++) totals[i]! += x[at++]!;
    for (let i = 0; i < inner; i++) sums[to + i] = totals[i]! / divisor;
  }
}

/** The sum of a stretch, in four sums side by side, none of which waits for another. */
function total(x: Float32Array, from: number, end: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let k = from;
  for (; k + 3 < end; k += 4) {
    a += x[k]!;
    b += x[k + 1]!;
    c += x[k + 2]!;
    d += x[k + 3]!;
  }
  for (; k < end; k++) a += x[k]!;
  return a + b + (c + d);
}
