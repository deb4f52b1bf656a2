/** What the suites of layers share: tensors that Python can make too, and comparisons. */

import type { Variables } from '@ferrogen/core/nn';
import { assignVariables } from '@ferrogen/core/nn';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** scale * sin(1), scale * sin(2), ...: in torch (sin(arange(n, dtype=float64) + 1) * scale).float().reshape(shape). */
export function wave(shape: readonly number[], scale = 0.5): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float32Array.from({ length: size }, (_, k) => scale * Math.sin(k + 1)),
    [...shape],
    'float32',
  );
}

/** Gives every variable, buffers apart, the wave of its shape. */
export function assignWaves(variables: Variables): void {
  const tensors = new Map(
    [...variables]
      .filter(([, { trainable }]) => trainable)
      .map(([name, { shape }]) => [name, wave(shape)]),
  );
  assignVariables(variables, tensors, { strict: false });
  for (const each of tensors.values()) each.dispose();
}

/** Asserts the same numbers, within `tolerance` each. */
export function expectNear(seen: Tensor, expected: readonly number[], tolerance = 2e-6): void {
  const values = seen.dataSync();
  expect(values.length).toBe(expected.length);
  expected.forEach((value, k) => {
    expect(
      Math.abs(values[k]! - value) <= tolerance,
      `value ${k} is ${values[k]}, not ${value} within ${tolerance}`,
    ).toBe(true);
  });
}
