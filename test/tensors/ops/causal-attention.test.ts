/** Causal attention, both bodies. */

import { OptionError } from '@ferrogen/core';
import { causalAttention } from '@ferrogen/core/nn';
import { tensor, zeros } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { composedCausalAttention } from '../../../packages/core/src/nn/ops/causal-attention.ts';
import { checkOperation, uniformNumbers } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

for (const [batch, time, heads, headSize] of [
  [2, 3, 2, 3],
  [1, 1, 1, 1],
  [2, 0, 2, 4],
  [3, 64, 4, 32],
  [2, 65, 3, 7],
  [1, 79, 1, 64],
  [1, 200, 2, 33],
] as const)
  checkOperation({
    name: `causalAttention of ${batch} sequences of ${time}, ${heads} heads of ${headSize}`,
    shapes: [[batch, time, 3 * heads * headSize]],
    values: (_, uniform) => 3 * uniform() - 1.5,
    run: (qkv) => causalAttention(qkv!, heads),
    composed: (qkv) => composedCausalAttention(qkv!, heads),
  });

overBackends((_, it) => {
  it('causalAttention of a position does not depend on what comes after it', () => {
    const [time, heads, size] = [70, 2, 6];
    const uniform = uniformNumbers(3);
    const values = Float32Array.from({ length: time * 3 * size }, uniform);
    const before = causalAttention(tensor(values, [1, time, 3 * size]), heads).dataSync();
    const cut = 41;
    values.fill(1e3, cut * 3 * size);
    const after = causalAttention(tensor(values, [1, time, 3 * size]), heads).dataSync();
    expect(after.slice(0, cut * size)).toEqual(before.slice(0, cut * size));
    expect(after.slice(cut * size)).not.toEqual(before.slice(cut * size));
  });

  it('causalAttention with equal keys is the mean of the values so far', () => {
    const values = [1, 2, 6, 7].flatMap((value) => [5, 0, value]);
    const means = causalAttention(tensor(values, [1, 4, 3]), 1).dataSync();
    [1, 1.5, 3, 4].forEach((mean, position) => {
      expect(means[position]).toBeCloseTo(mean, 6);
    });
  });

  it('causalAttention refuses what is not three times heads of one size', () => {
    for (const [shape, heads] of [
      [[2, 3, 12], 3],
      [[2, 3, 12], 0],
      [[2, 3, 12], 0.5],
      [[3, 12], 2],
    ] as const)
      expect(() => causalAttention(zeros([...shape]), heads)).toThrow(OptionError);
  });
});
