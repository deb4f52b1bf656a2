/** What holds for every layer: names, shapes, counts, gradients for all that learns, seeds that decide, nothing leaked. */

import {
  BatchNorm,
  CausalSelfAttention,
  Conv2d,
  ConvTranspose2d,
  countParameters,
  Dense,
  Dropout,
  differentiate,
  disposeAll,
  Elman,
  Embedding,
  Gru,
  LayerNorm,
  Lstm,
} from '@ferrogen/core/nn';
import { memory, mul, type Scalar, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { Prng } from '../../packages/core/src/random/prng.ts';
import { overBackends } from '../support/tensor-backends.ts';
import { type AnyLayer, cases, ids } from './layers.cases.ts';
import { wave } from './support.ts';

overBackends((_, it) => {
  for (const { name, make, input, output, variables, parameters } of cases) {
    it(`${name}: names, shapes and counts are known; applying and disposing leak nothing`, () => {
      const before = memory().numTensors;
      const layer = make(new Prng(1));
      const shapes = Object.fromEntries([...layer.variables].map(([leaf, v]) => [leaf, v.shape]));
      expect(shapes).toEqual(variables);
      expect(Object.keys(shapes)).toEqual(Object.keys(variables));
      expect(memory().numTensors).toBe(before + layer.variables.size);
      expect(countParameters(layer.variables)).toBe(parameters);
      const x = input();
      for (const options of [{}, { training: true, random: new Prng(2) }]) {
        const results = tensorsOf(layer.apply(x, options));
        expect(results[0]!.shape).toEqual(output);
        expect(memory().numTensors).toBe(before + layer.variables.size + 1 + results.length);
        for (const each of results) each.dispose();
      }
      x.dispose();
      layer.dispose();
      expect(memory().numTensors).toBe(before);
    });

    it(`${name}: every trainable variable has a gradient that is not 0, and nothing leaks`, () => {
      const layer = make(new Prng(3));
      const x = input();
      const before = memory().numTensors;
      const options = { training: true, random: new Prng(4) };
      const { loss, gradients } = differentiate(
        () => score(layer.apply(x, options)),
        layer.variables,
      );
      const learning = [...layer.variables].filter(([, { trainable }]) => trainable);
      expect([...gradients.keys()]).toEqual(learning.map(([leaf]) => leaf));
      for (const [leaf, gradient] of gradients) {
        expect(gradient.shape).toEqual(layer.variables.get(leaf)!.shape);
        const values = gradient.dataSync();
        expect(
          values.some((value) => Math.abs(value) > 1e-6),
          leaf,
        ).toBe(true);
        expect(values.every(Number.isFinite), leaf).toBe(true);
      }
      loss.dispose();
      disposeAll(gradients);
      expect(memory().numTensors).toBe(before);
      x.dispose();
      layer.dispose();
    });

    it(`${name}: the seed decides every byte`, () => {
      const [a, b, other] = [make(new Prng(5)), make(new Prng(5)), make(new Prng(6))];
      for (const [leaf, variable] of a.variables)
        expect(b.variables.get(leaf)!.dataSync()).toEqual(variable.dataSync());
      const differs = [...a.variables].some(
        ([leaf, variable]) =>
          `${other.variables.get(leaf)!.dataSync()}` !== `${variable.dataSync()}`,
      );
      // The two plain norms begin with ones and zeros.
      expect(differs).toBe(name !== 'BatchNorm' && name !== 'LayerNorm');
      const x = input();
      const run = (layer: AnyLayer, seed: number) => {
        const results = tensorsOf(layer.apply(x, { training: true, random: new Prng(seed) }));
        const values = results[0]!.dataSync().slice();
        for (const each of results) each.dispose();
        return values;
      };
      expect(run(b, 7)).toEqual(run(a, 7));
      x.dispose();
      for (const each of [a, b, other]) each.dispose();
    });
  }

  it('layers say by name which shape they take and which they were given', () => {
    const random = new Prng(8);
    const x = wave([2, 4, 5]);
    const refused: [AnyLayer, RegExp][] = [
      [
        new Dense({ inputs: 4, outputs: 1, random, name: 'h.0.mlp' }),
        /h\.0\.mlp: x .*\[\.\.\., 4\]; got \[2, 4, 5\]/,
      ],
      [
        new Conv2d({ inputs: 5, outputs: 1, size: 3, random, name: 'conv1' }),
        /conv1: x .*\[batch, height, width, 5\]; got/,
      ],
      [new ConvTranspose2d({ inputs: 5, outputs: 1, size: 3, random }), /ConvTranspose2d: x /],
      [new BatchNorm({ channels: 4 }), /BatchNorm: x .*\[\.\.\., 4\]/],
      [new LayerNorm({ size: 4, name: 'ln_f' }), /ln_f: x /],
      [new Lstm({ inputs: 4, units: 1, random }), /Lstm: x .*\[batch, time, 4\]/],
      [new Gru({ inputs: 4, units: 1, random }), /Gru: x /],
      [new Elman({ inputs: 4, units: 1, random }), /Elman: x /],
      [new CausalSelfAttention({ size: 4, heads: 2, random }), /CausalSelfAttention: x /],
    ];
    for (const [layer, message] of refused) {
      expect(() => layer.apply(x)).toThrow(message);
      layer.dispose();
    }
    const floats = new Embedding({ count: 3, size: 2, random });
    expect(() => floats.apply(x)).toThrow(/Embedding: ids are of type int32; got float32/);
    floats.dispose();
    x.dispose();
  });

  it('recurrent layers learn from a single step too', () => {
    const random = new Prng(1);
    const x = wave([2, 1, 3]);
    for (const layer of [
      new Elman({ inputs: 3, units: 2, random }),
      new Gru({ inputs: 3, units: 2, random }),
      new Lstm({ inputs: 3, units: 2, random }),
    ]) {
      const { loss, gradients } = differentiate(() => score(layer.apply(x)), layer.variables);
      expect(
        gradients
          .get('weight_ih_l0')!
          .dataSync()
          .some((value) => value !== 0),
      ).toBe(true);
      // Nothing came before, so there is nothing to be learnt of it.
      expect(
        gradients
          .get('weight_hh_l0')!
          .dataSync()
          .every((value) => value === 0),
      ).toBe(true);
      loss.dispose();
      disposeAll(gradients);
      layer.dispose();
    }
    x.dispose();
  });

  it('recurrent layers refuse states of another number or shape', () => {
    const lstm = new Lstm({ inputs: 3, units: 2, random: new Prng(1), name: 'memory' });
    const [x, h, wrong] = [wave([2, 4, 3]), wave([2, 2]), wave([1, 2])];
    expect(() => lstm.apply(x, { states: [] })).toThrow(/memory: .* per layer, 1; got 0/);
    expect(() => lstm.apply(x, { states: [{ h, c: wrong }] })).toThrow(
      /memory: state c has shape \[2, 2\]; got \[1, 2\]/,
    );
    for (const each of [x, h, wrong]) each.dispose();
    lstm.dispose();
  });

  it('Dropout needs a source of randomness in training, and passes everything otherwise', () => {
    const drop = new Dropout({ rate: 0.5, name: 'drop1' });
    const x = wave([4]);
    expect(() => drop.apply(x, { training: true })).toThrow(/drop1 in training: .*new Prng/);
    const y = drop.apply(x);
    expect(y.dataSync()).toEqual(x.dataSync());
    y.dispose();
    expect(x.isDisposed).toBe(false);
    x.dispose();
  });

  it('CausalSelfAttention drops attention weights in training alone, and the result apart from them', () => {
    const make = (rates: { dropout?: number; attentionDropout?: number }) =>
      new CausalSelfAttention({ size: 6, heads: 2, random: new Prng(1), name: 'attn', ...rates });
    const [plain, weights, both] = [
      make({}),
      make({ attentionDropout: 0.5 }),
      make({ dropout: 0.5, attentionDropout: 0.5 }),
    ] as const;
    const x = wave([2, 4, 6]);
    const valuesOf = (layer: CausalSelfAttention, options = {}) =>
      tidy(() => layer.apply(x, options).dataSync());
    const training = { training: true, random: new Prng(2) };
    for (const layer of [weights, both]) expect(valuesOf(layer)).toEqual(valuesOf(plain));
    const dropped = valuesOf(weights, training);
    expect(dropped).not.toEqual(valuesOf(plain));
    // What both rates leave is what the one on the weights gives, doubled.
    const left = valuesOf(both, training);
    expect(left.every((value, k) => value === 0 || value === 2 * dropped[k]!)).toBe(true);
    expect(left).toContain(0);
    expect(() => weights.apply(x, { training: true })).toThrow(/attn in training: .*new Prng/);
    for (const each of [plain, weights, both]) each.dispose();
    x.dispose();
  });

  it('Embedding gives the same vectors and gradients looked up as multiplied', () => {
    const many = new Embedding({ count: 5, size: 3, random: new Prng(1), oneHotUpTo: 0 });
    const few = new Embedding({ count: 5, size: 3, random: new Prng(1) });
    const x = ids();
    const [a, b] = [many, few].map((layer) =>
      differentiate(() => score(layer.apply(x, { training: true })), layer.variables),
    ) as [ReturnType<typeof differentiate>, ReturnType<typeof differentiate>];
    expect(a.loss.dataSync()[0]).toBeCloseTo(b.loss.dataSync()[0]!, 6);
    expect(a.gradients.get('weight')!.dataSync()).toEqual(b.gradients.get('weight')!.dataSync());
    for (const { loss, gradients } of [a, b]) {
      loss.dispose();
      disposeAll(gradients);
    }
    x.dispose();
    many.dispose();
    few.dispose();
  });

  it('layers refuse to be made of sizes and names without meaning', () => {
    const random = new Prng(1);
    const activation = 'Relu' as 'relu';
    expect(() => new Dense({ inputs: 1, outputs: 1, activation, random })).toThrow(
      /linear, relu, .* got Relu/,
    );
    expect(() => new Dense({ inputs: 0, outputs: 1, random })).toThrow(/inputs .* got 0/);
    expect(() => new Conv2d({ inputs: 1, outputs: 1.5, size: 3, random })).toThrow(/outputs/);
    expect(() => new CausalSelfAttention({ size: 6, heads: 4, random })).toThrow(/divides size, 6/);
    expect(
      () =>
        new CausalSelfAttention({ size: 2, heads: 1, attentionDropout: 1, random, name: 'attn' }),
    ).toThrow(/attn\.attn_dropout: .* got 1/);
    expect(() => new Lstm({ inputs: 1, units: 1, dropout: 1, random })).toThrow(/dropout .* got 1/);
  });
});

function tensorsOf(result: Tensor | { readonly outputs: Tensor }): Tensor[] {
  if ('dataId' in result) return [result];
  const { outputs, states } = result as {
    outputs: Tensor;
    states: (Tensor | Record<string, Tensor>)[];
  };
  return [outputs, ...states.flatMap((s) => ('dataId' in s ? [s as Tensor] : Object.values(s)))];
}

/** A weighted sum, so that no gradient vanishes by symmetry. */
function score(result: Tensor | { readonly outputs: Tensor }): Scalar {
  return tidy(() => {
    const y = tensorsOf(result)[0]!;
    return sum(mul(y, wave(y.shape)));
  });
}
