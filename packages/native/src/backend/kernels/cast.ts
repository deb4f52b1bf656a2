/** Conversions between element types, over the addon. */

import { Cast, type CastAttrs, type KernelConfig } from '@tensorflow/tfjs-core';
import { override, type Tensors } from './native-kernel.ts';

/** What the addon exports for them. */
export interface CastAddon {
  castBoolsToFloats(x: Uint8Array, out: Float32Array): void;
  castBoolsToInts(x: Uint8Array, out: Int32Array): void;
  castFloatsToBools(x: Float32Array, out: Uint8Array): void;
  castFloatsToInts(x: Float32Array, out: Int32Array): void;
  castIntsToBools(x: Int32Array, out: Uint8Array): void;
  castIntsToFloats(x: Int32Array, out: Float32Array): void;
}

const isPlain = (dtype: string) => dtype === 'float32' || dtype === 'int32' || dtype === 'bool';

export const castKernels = (addon: CastAddon): KernelConfig[] => [
  override<Tensors<'x'>, CastAttrs>(
    Cast,
    ({ x }, { dtype }) => isPlain(x.dtype) && isPlain(dtype),
    ({ x }, backend, { dtype }) => {
      if (x.dtype === dtype) return backend.share(x, x.shape);
      if (dtype === 'float32') {
        const y = backend.output(x.shape);
        if (x.dtype === 'int32') addon.castIntsToFloats(backend.ints(x), y.values);
        else addon.castBoolsToFloats(backend.bools(x), y.values);
        return y;
      }
      if (dtype === 'int32') {
        const y = backend.output(x.shape, 'int32');
        if (x.dtype === 'float32') addon.castFloatsToInts(backend.floats(x), y.values);
        else addon.castBoolsToInts(backend.bools(x), y.values);
        return y;
      }
      const y = backend.output(x.shape, 'bool');
      if (x.dtype === 'float32') addon.castFloatsToBools(backend.floats(x), y.values);
      else addon.castIntsToBools(backend.ints(x), y.values);
      return y;
    },
  ),
];
