/** Variables to values that files hold, and back. Knows no file. */

import { type Tensor, tensor, type Variable } from '@tensorflow/tfjs-core';
import { ModelFileError } from '../../errors.ts';
import { float32Values, int32Values } from '../../io/safetensors/convert.ts';
import type { StoredTensor } from '../../io/safetensors/read.ts';
import { type Assigned, type AssignOptions, checkVariables } from './assign-variables.ts';
import type { Variables } from './variables.ts';

/**
 * Copies of the variables' values by their names: what `writeModelFile` and `writeSafetensors` take.
 *
 * @throws ModelFileError for a variable that is neither float32 nor int32 nor bool
 * @example
 * const tensors = await storeVariables(model.variables);
 * writeModelFile('model.safetensors', { kind: 'mlp', config, card: null, tensors });
 */
export async function storeVariables(variables: Variables): Promise<Map<string, StoredTensor>> {
  const stored = new Map<string, StoredTensor>();
  for (const [name, each] of variables)
    stored.set(name, storedTensor(name, each, await each.data()));
  return stored;
}

/**
 * Gives each variable the values stored under its name. A float32 variable takes float16, bfloat16 and float64 too, an int32
 * one all whole numbers that fit. Nothing is assigned where anything is wrong.
 *
 * @throws VariablesError as `assignVariables`
 * @throws SafetensorsError for values that a variable cannot hold
 * @example
 * loadVariables(model.variables, readModelFile('model.safetensors', 'mlp').tensors);
 */
export function loadVariables(
  variables: Variables,
  stored: ReadonlyMap<string, StoredTensor>,
  options: AssignOptions = {},
): Assigned {
  const assigned = checkVariables(variables, stored, options);
  const fresh: [Variable, Tensor][] = [];
  try {
    for (const [name, variable] of variables) {
      const found = stored.get(name);
      if (found !== undefined) fresh.push([variable, madeTensor(name, found, variable)]);
    }
    for (const [variable, values] of fresh) variable.assign(values);
  } finally {
    for (const [, values] of fresh) values.dispose();
  }
  return assigned;
}

function storedTensor(
  name: string,
  { dtype, shape }: Tensor,
  values: Float32Array | Int32Array | Uint8Array,
): StoredTensor {
  switch (dtype) {
    case 'float32':
      return { dtype: 'F32', shape, values: new Float32Array(values) };
    case 'int32':
      return { dtype: 'I32', shape, values: new Int32Array(values) };
    case 'bool':
      return { dtype: 'BOOL', shape, values: new Uint8Array(values) };
    default:
      throw new ModelFileError(`${name} is ${dtype}; files hold float32, int32 and bool`);
  }
}

function madeTensor(name: string, stored: StoredTensor, { dtype, shape }: Variable): Tensor {
  const values = dtype === 'float32' ? float32Values(name, stored) : int32Values(name, stored);
  // A copy: a backend may change the array in place, and the file may be loaded again.
  const own =
    dtype === 'bool' ? Uint8Array.from(values, (value) => Number(value !== 0)) : values.slice();
  return tensor(own, shape, dtype as 'float32' | 'int32' | 'bool');
}
