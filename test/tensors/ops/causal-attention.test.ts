/** Causal attention, both bodies. */

import { OptionError, Prng } from '@ferrogen/core';
import { causalAttention, dropout } from '@ferrogen/core/nn';
import { ones, profile, tensor, zeros } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { composedCausalAttention } from '../../../packages/core/src/nn/ops/causal-attention.ts';
import { checkOperation, uniformNumbers } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

for (const [batch, time, heads, headSize] of [
  [2, 3, 2, 3],
  [1, 1, 1, 1],
  [2, 0, 2, 4],
  [0, 3, 2, 4],
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

for (const [batch, time, heads, headSize] of [
  [2, 5, 2, 3],
  [2, 0, 2, 4],
  [3, 65, 3, 7],
] as const) {
  const dropping = { dropout: { rate: 0.3, random: new Prng(5) } };
  checkOperation({
    name: `causalAttention with dropout of ${batch} sequences of ${time}, ${heads} heads of ${headSize}`,
    shapes: [[batch, time, 3 * heads * headSize]],
    values: (_, uniform) => 3 * uniform() - 1.5,
    run: (qkv) => causalAttention(qkv!, heads, dropping),
    composed: (qkv) => composedCausalAttention(qkv!, heads, dropping),
  });
}

overBackends((name, it) => {
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

  it('causalAttention drops weights as dropout does: their rate, and the others scaled', () => {
    const [time, rate, random] = [100, 0.25, new Prng(7)];
    // Queries and keys of 0 weigh alike, and value s is the unit vector s: what comes out are the weights.
    const qkv = new Float32Array(time * 3 * time);
    for (let s = 0; s < time; s++) qkv[s * 3 * time + 2 * time + s] = 1;
    const packed = tensor(qkv, [1, time, 3 * time]);
    const weights = causalAttention(packed, 1, { dropout: { rate, random } }).dataSync();
    const mask = dropout(ones([1, 1, time, time]), rate, random).dataSync();
    let [seen, kept] = [0, 0];
    for (let t = 0; t < time; t++)
      for (let s = 0; s < time; s++) {
        const weight = weights[t * time + s]!;
        if (s > t) expect(weight).toBe(0);
        else if (mask[t * time + s] === 0) expect(weight).toBe(0);
        else expect(weight * (t + 1) * (1 - rate)).toBeCloseTo(1, 5);
        if (s <= t) seen++;
        if (weight !== 0) kept++;
      }
    // Five standard errors.
    const error = Math.sqrt(seen * rate * (1 - rate));
    expect(Math.abs(kept - seen * (1 - rate))).toBeLessThan(5 * error);
  });

  it('causalAttention drops the same for the same source, and other weights in each head and sequence', () => {
    const [time, size] = [20, 2];
    const qkv = ones([2, time, 3 * size]);
    const run = (seed: number) =>
      causalAttention(qkv, 2, { dropout: { rate: 0.5, random: new Prng(seed) } }).dataSync();
    const [first, second] = [run(1).slice(0, time * size), run(1).slice(time * size)];
    const heads = [0, 1].map((head) => first.filter((_, k) => k % size === head));
    expect(heads[0]).not.toEqual(heads[1]);
    expect(first).not.toEqual(second);
    expect(run(1)).toEqual(run(1));
    expect(run(2)).not.toEqual(run(1));
  });

  it('causalAttention with a rate of 0 runs the kernel that it runs without, to the same bytes', async () => {
    const [time, heads, size] = [33, 2, 6];
    const qkv = tensor(Float32Array.from({ length: time * 3 * size }, uniformNumbers(9)), [
      1,
      time,
      3 * size,
    ]);
    const random = new Prng(1);
    const [plain, rated] = [{}, { dropout: { rate: 0, random } }].map(
      (options) => () => causalAttention(qkv, heads, options),
    );
    expect(rated!().dataSync()).toEqual(plain!().dataSync());
    const [{ kernelNames: seen }, { kernelNames: expected }] = [
      await profile(rated!),
      await profile(plain!),
    ];
    expect(seen).toEqual(expected);
    if (name === 'native') expect(seen).toEqual(['ferrogen.CausalAttention']);
  });

  it('causalAttention refuses a rate of dropout that is not at least 0 and below 1', () => {
    for (const rate of [-0.1, 1, Number.NaN])
      expect(() =>
        causalAttention(zeros([1, 2, 3]), 1, { dropout: { rate, random: new Prng(1) } }),
      ).toThrow(OptionError);
  });
});
