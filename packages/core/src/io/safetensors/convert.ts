/** Values of a stored tensor in the two types that models compute with. */

import { decodeBfloat16, decodeFloat16 } from './float16.ts';
import type { StoredTensor } from './read.ts';
import { quoted, SafetensorsError } from './safetensors-error.ts';

/**
 * The values as float32: F32 as they are (not copied), F16 and BF16 exactly, F64 rounded to the nearest.
 *
 * @param name the tensor's name, for the error
 * @throws SafetensorsError where the tensor holds whole numbers or truth values
 */
export function float32Values(name: string, { dtype, values }: StoredTensor): Float32Array {
  switch (dtype) {
    case 'F32':
      return values;
    case 'F64':
      return Float32Array.from(values);
    case 'F16':
      return decodeFloat16(values);
    case 'BF16':
      return decodeBfloat16(values);
    default:
      throw new SafetensorsError(
        'SAFETENSORS_DTYPE',
        `the tensor ${quoted(name)} is ${dtype}; numbers with a fraction are F32, F16, BF16 or F64`,
        { tensor: name },
      );
  }
}

/**
 * The values as int32, each of them checked: I32 as they are (not copied), other whole numbers where they fit.
 *
 * @param name the tensor's name, for the error
 * @throws SafetensorsError where the tensor holds numbers with a fraction, or one that does not fit
 */
export function int32Values(name: string, { dtype, values }: StoredTensor): Int32Array {
  switch (dtype) {
    case 'I32':
      return values;
    case 'BOOL':
    case 'U8':
    case 'I8':
    case 'I16':
    case 'U16':
      return Int32Array.from(values);
    case 'U32':
    case 'I64':
    case 'U64': {
      const whole = new Int32Array(values.length);
      for (let k = 0; k < values.length; k++) {
        const value = values[k]!;
        whole[k] = Number(value);
        if (value < -(2 ** 31) || value >= 2 ** 31)
          throw new SafetensorsError(
            'SAFETENSORS_VALUE',
            `the tensor ${quoted(name)} holds ${value} at ${k}, which is no int32`,
            { tensor: name },
          );
      }
      return whole;
    }
    default:
      throw new SafetensorsError(
        'SAFETENSORS_DTYPE',
        `the tensor ${quoted(name)} is ${dtype}; whole numbers are I8 to I64, U8 to U64 or BOOL`,
        { tensor: name },
      );
  }
}
