/** What holds for every layer: names, shapes, counts, gradients for all that learns, seeds that decide, nothing leaked. */

import {
  type ApplyOptions,
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
  Sequential,
  type Variables,
} from '@ferrogen/core/nn';
import { memory, mul, type Scalar, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { Prng } from '../../packages/core/src/random/prng.ts';
import { overBackends } from '../support/tensor-backends.ts';
import { wave } from './support.ts';

/** What all layers have, whatever they give. */
interface AnyLayer {
  readonly variables: Variables;
  apply(x: Tensor, options?: ApplyOptions): Tensor | { readonly outputs: Tensor };
  dispose(): void;
}

const ids = () => tensor([1, 0, 4, 4], [2, 2], 'int32');
const cases: readonly {
  name: string;
  make: (random: Prng) => AnyLayer;
  input: () => Tensor;
  output: number[];
  /** Names and shapes of the variables, in their order. */
  variables: Record<string, number[]>;
  parameters: number;
}[] = [
  {
    name: 'Dense',
    make: (random) => new Dense({ inputs: 5, outputs: 3, activation: 'tanh', random }),
    input: () => wave([2, 4, 5]),
    output: [2, 4, 3],
    variables: { weight: [5, 3], bias: [3] },
    parameters: 18,
  },
  {
    name: 'Dense without bias, spectrally normalised',
    make: (random) => new Dense({ inputs: 5, outputs: 3, bias: false, spectralNorm: true, random }),
    input: () => wave([2, 5]),
    output: [2, 3],
    variables: { weight_orig: [5, 3], weight_u: [1, 3] },
    parameters: 15,
  },
  {
    name: 'Conv2d',
    make: (random) => new Conv2d({ inputs: 2, outputs: 3, size: 4, stride: 2, random }),
    input: () => wave([2, 7, 6, 2]),
    output: [2, 4, 3, 3],
    variables: { weight: [4, 4, 2, 3], bias: [3] },
    parameters: 99,
  },
  {
    name: 'Conv2d where the filter fits',
    make: (random) =>
      new Conv2d({ inputs: 2, outputs: 3, size: 3, padding: 'valid', spectralNorm: true, random }),
    input: () => wave([2, 7, 6, 2]),
    output: [2, 5, 4, 3],
    variables: { weight_orig: [3, 3, 2, 3], bias: [3], weight_u: [1, 3] },
    parameters: 57,
  },
  {
    name: 'ConvTranspose2d',
    make: (random) => new ConvTranspose2d({ inputs: 2, outputs: 3, size: 4, stride: 2, random }),
    input: () => wave([2, 4, 3, 2]),
    output: [2, 8, 6, 3],
    variables: { weight: [4, 4, 3, 2], bias: [3] },
    parameters: 99,
  },
  {
    name: 'ConvTranspose2d where the filter fits',
    make: (random) =>
      new ConvTranspose2d({
        inputs: 2,
        outputs: 3,
        size: 5,
        stride: 2,
        padding: 'valid',
        spectralNorm: true,
        random,
      }),
    input: () => wave([2, 4, 3, 2]),
    output: [2, 11, 9, 3],
    variables: { weight_orig: [5, 5, 3, 2], bias: [3], weight_u: [1, 3] },
    parameters: 153,
  },
  {
    name: 'BatchNorm',
    make: () => new BatchNorm({ channels: 3, slope: 0.2 }),
    input: () => wave([2, 4, 3, 3]),
    output: [2, 4, 3, 3],
    variables: { weight: [3], bias: [3], running_mean: [3], running_var: [3] },
    parameters: 6,
  },
  {
    name: 'LayerNorm',
    make: () => new LayerNorm({ size: 5 }),
    input: () => wave([2, 4, 5]),
    output: [2, 4, 5],
    variables: { weight: [5], bias: [5] },
    parameters: 10,
  },
  {
    name: 'Embedding of few vectors',
    make: (random) => new Embedding({ count: 5, size: 3, random }),
    input: ids,
    output: [2, 2, 3],
    variables: { weight: [5, 3] },
    parameters: 15,
  },
  {
    name: 'Embedding of many vectors',
    make: (random) => new Embedding({ count: 300, size: 3, random }),
    input: ids,
    output: [2, 2, 3],
    variables: { weight: [300, 3] },
    parameters: 900,
  },
  {
    name: 'Elman',
    make: (random) => new Elman({ inputs: 3, units: 2, layers: 2, dropout: 0.5, random }),
    input: () => wave([2, 4, 3]),
    output: [2, 4, 2],
    variables: {
      weight_ih_l0: [3, 2],
      weight_hh_l0: [2, 2],
      bias_ih_l0: [2],
      weight_ih_l1: [2, 2],
      weight_hh_l1: [2, 2],
      bias_ih_l1: [2],
    },
    parameters: 22,
  },
  {
    name: 'Gru',
    make: (random) => new Gru({ inputs: 3, units: 2, random }),
    input: () => wave([2, 4, 3]),
    output: [2, 4, 2],
    variables: { weight_ih_l0: [3, 6], weight_hh_l0: [2, 6], bias_ih_l0: [6], bias_hh_l0: [6] },
    parameters: 42,
  },
  {
    name: 'Lstm',
    make: (random) => new Lstm({ inputs: 3, units: 2, layers: 2, random }),
    input: () => wave([2, 4, 3]),
    output: [2, 4, 2],
    variables: {
      weight_ih_l0: [3, 8],
      weight_hh_l0: [2, 8],
      bias_ih_l0: [8],
      weight_ih_l1: [2, 8],
      weight_hh_l1: [2, 8],
      bias_ih_l1: [8],
    },
    parameters: 88,
  },
  {
    name: 'CausalSelfAttention',
    make: (random) => new CausalSelfAttention({ size: 6, heads: 2, dropout: 0.1, random }),
    input: () => wave([2, 4, 6]),
    output: [2, 4, 6],
    variables: {
      'c_attn.weight': [6, 18],
      'c_attn.bias': [18],
      'c_proj.weight': [6, 6],
      'c_proj.bias': [6],
    },
    parameters: 168,
  },
  {
    name: 'Sequential',
    make: (random) =>
      new Sequential({
        fc: new Dense({ inputs: 5, outputs: 4, random: random.split(0) }),
        double: (x) => mul(x, 2),
        drop: new Dropout({ rate: 0.25 }),
        norm: new BatchNorm({ channels: 4 }),
        head: new Dense({ inputs: 4, outputs: 1, random: random.split(1) }),
      }),
    input: () => wave([6, 5]),
    output: [6, 1],
    variables: {
      'fc.weight': [5, 4],
      'fc.bias': [4],
      'norm.weight': [4],
      'norm.bias': [4],
      'norm.running_mean': [4],
      'norm.running_var': [4],
      'head.weight': [4, 1],
      'head.bias': [1],
    },
    parameters: 37,
  },
];

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

  it('layers refuse to be made of sizes without meaning', () => {
    const random = new Prng(1);
    expect(() => new Dense({ inputs: 0, outputs: 1, random })).toThrow(/inputs .* got 0/);
    expect(() => new Conv2d({ inputs: 1, outputs: 1.5, size: 3, random })).toThrow(/outputs/);
    expect(() => new CausalSelfAttention({ size: 6, heads: 4, random })).toThrow(/divides size, 6/);
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
