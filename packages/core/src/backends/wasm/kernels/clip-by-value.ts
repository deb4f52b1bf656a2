/** ClipByValue that lets NaN through: stock wasm turns it into the lower bound, and so hides a diverged step. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { floatsOf, wasmKernel } from '../wasm-kernel.ts';

export function clipByValueKernel(stock: (name: string) => KernelConfig): KernelConfig {
  const { kernelFunc } = stock('ClipByValue');
  return wasmKernel<{ x: TensorInfo }, { clipValueMin: number; clipValueMax: number }>(
    'ClipByValue',
    ({ x }, backend, attrs) => {
      if (x.dtype !== 'float32') return kernelFunc({ inputs: { x }, backend, attrs });
      const { clipValueMin, clipValueMax } = attrs;
      const output = backend.makeOutput(x.shape, 'float32');
      const source = floatsOf(x, backend);
      const target = floatsOf(output, backend);
      for (let k = 0; k < source.length; k++)
        target[k] = Math.max(clipValueMin, Math.min(source[k]!, clipValueMax));
      return output;
    },
  );
}
