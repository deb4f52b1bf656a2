/** Memory of a tensor that a kernel changes in place. */

import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { NativeBackend, Output } from '../native-backend.ts';

/**
 * Memory that holds the tensor's values and may be changed: its own, as one more reference, or else a copy.
 *
 * @param beside what the same call reads, which may be no memory that it writes
 */
export function writable(tensor: TensorInfo, beside: Float32Array, backend: NativeBackend): Output {
  const own = backend.ownFloats(tensor);
  if (own !== null && own !== beside)
    return { ...backend.share(tensor, tensor.shape), dtype: 'float32', values: own };
  const copy = backend.output(tensor.shape);
  copy.values.set(backend.floats(tensor));
  return copy;
}
