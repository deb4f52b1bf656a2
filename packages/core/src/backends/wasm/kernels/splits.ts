/** SplitV and Unpack by copies on the heap: stock wasm runs a general slice for each piece. */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  backend_util,
  type KernelConfig,
  type KernelFunc,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { wasmKernel } from '../wasm-kernel.ts';

export function splitKernels(stock: (name: string) => KernelConfig): KernelConfig[] {
  const [split, unpack] = [stock('SplitV'), stock('Unpack')].map(({ kernelFunc }) => kernelFunc);
  return [
    wasmKernel<{ x: TensorInfo }, { numOrSizeSplits: number | number[]; axis: number }>(
      'SplitV',
      ({ x }, backend, attrs) => {
        if (x.dtype === 'string') return (split as KernelFunc)({ inputs: { x }, backend, attrs });
        const axis = util.parseAxisParam(attrs.axis, x.shape)[0]!;
        const sizes = backend_util.prepareSplitSize(x, attrs.numOrSizeSplits, axis);
        return cut(x, axis, sizes, backend).map((piece, k) => ({
          ...piece,
          shape: x.shape.with(axis, sizes[k]!),
        }));
      },
    ),
    wasmKernel<{ value: TensorInfo }, { axis: number }>('Unpack', ({ value }, backend, attrs) => {
      if (value.dtype === 'string')
        return (unpack as KernelFunc)({ inputs: { value }, backend, attrs });
      const axis = attrs.axis < 0 ? attrs.axis + value.shape.length : attrs.axis;
      const sizes = new Array<number>(value.shape[axis]!).fill(1);
      const shape = value.shape.toSpliced(axis, 1);
      return cut(value, axis, sizes, backend).map((piece) => ({ ...piece, shape }));
    }),
  ];
}

/** Pieces of these lengths along an axis, one after the other, in flat shapes. */
function cut(x: TensorInfo, axis: number, sizes: number[], backend: BackendWasm): TensorInfo[] {
  const outer = util.sizeFromShape(x.shape.slice(0, axis));
  const inner = util.sizeFromShape(x.shape.slice(axis + 1));
  const pieces = sizes.map((size) => backend.makeOutput([outer * size * inner], x.dtype));
  const source = backend.typedArrayFromHeap(x);
  const heap = new Uint8Array(source.buffer);
  const unit = inner * source.BYTES_PER_ELEMENT;
  const stride = x.shape[axis]! * unit;
  let from = source.byteOffset;
  pieces.forEach((piece, k) => {
    const { byteOffset } = backend.typedArrayFromHeap(piece);
    const bytes = sizes[k]! * unit;
    for (let i = 0; i < outer; i++) {
      const start = from + i * stride;
      heap.copyWithin(byteOffset + i * bytes, start, start + bytes);
    }
    from += bytes;
  });
  return pieces;
}
