/** Half the bytes for a model that is shipped: float32 tensors as F16. Reading it back needs nothing else: `float32Values` does. */

import { encodeFloat16 } from './safetensors/float16.ts';
import type { StoredTensor } from './safetensors/read.ts';
import { quoted, SafetensorsError } from './safetensors/safetensors-error.ts';

/**
 * The same tensors with F32 as F16, each value rounded to the nearest (of two as near to the even one), to 11 significant bits: off by
 * 1/2048 of itself at most, or by 2^-25 below 2^-14. All other dtypes stay as they are.
 *
 * @throws SafetensorsError for a finite value that would become infinite (65520 and above)
 * @example
 * writeModelFile('small.safetensors', { ...model, tensors: halfPrecision(model.tensors) });
 */
export function halfPrecision(
  tensors: ReadonlyMap<string, StoredTensor>,
): Map<string, StoredTensor> {
  return new Map([...tensors].map(([name, tensor]) => [name, halved(name, tensor)]));
}

function halved(name: string, tensor: StoredTensor): StoredTensor {
  if (tensor.dtype !== 'F32') return tensor;
  const { shape, values } = tensor;
  const bits = encodeFloat16(values);
  const lost = bits.findIndex(
    (half, k) => (half & 0x7fff) === 0x7c00 && Number.isFinite(values[k]),
  );
  if (lost >= 0)
    throw new SafetensorsError(
      'SAFETENSORS_VALUE',
      `the tensor ${quoted(name)} holds ${values[lost]} at ${lost}; numbers of half precision go to 65504`,
      { tensor: name },
    );
  return { dtype: 'F16', shape, values: bits };
}
