/** What the addon does with calls that TypeScript never makes: an error of JavaScript, and the next call works. */

import { createRequire } from 'node:module';
import { loadNativeBackend } from '@ferrogen/native/backend';
import { expect } from 'vitest';
import type { TensorAddon } from '../../packages/native/src/backend/tensor-addon.ts';
import { itNative } from '../support/against-cpu.ts';

const loaded = loadNativeBackend();
const addonOf = () => createRequire(import.meta.url)(loaded.path!) as TensorAddon;

itNative('a panic inside a kernel becomes an error, and the next step works', () => {
  const addon = addonOf();
  const x = Float32Array.of(1, 2, 3);
  for (let round = 0; round < 3; round++) {
    expect(() => addon.gelu(false, x, new Float32Array(2))).toThrow(/left == right|assertion/);
    const y = new Float32Array(3);
    addon.gelu(false, x, y);
    expect(y[2]).toBeCloseTo(2.9964, 4);
  }
});

itNative('an array that is written may overlap no other of the call', () => {
  const addon = addonOf();
  const memory = new Float32Array(8);
  const refusal = /an array to be written overlaps another one/;
  expect(() => addon.gelu(false, memory, memory)).toThrow(refusal);
  expect(() => addon.gelu(false, memory.subarray(0, 4), memory.subarray(3, 7))).toThrow(refusal);
  expect(() => addon.gelu(false, memory.subarray(0, 4), memory.subarray(4, 8))).not.toThrow();
});

itNative('an array of another type is refused, and nothing is written', () => {
  const addon = addonOf();
  const y = Float32Array.of(5);
  const wrong = Float64Array.of(1) as unknown as Float32Array;
  expect(() => addon.gelu(false, wrong, y)).toThrow(/Float32Array/);
  expect(y[0]).toBe(5);
});
