/** A case for every layer, which the suite of layers goes through. Asserts nothing. */

import {
  type ApplyOptions,
  BatchNorm,
  CausalSelfAttention,
  Conv2d,
  ConvTranspose2d,
  Dense,
  Dropout,
  Elman,
  Embedding,
  Gru,
  LayerNorm,
  Lstm,
  Residual,
  Sequential,
  type Variables,
} from '@ferrogen/core/nn';
import { mul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Prng } from '../../packages/core/src/random/prng.ts';
import { wave } from './support.ts';

/** What all layers have, whatever they give. */
export interface AnyLayer {
  readonly variables: Variables;
  apply(x: Tensor, options?: ApplyOptions): Tensor | { readonly outputs: Tensor };
  dispose(): void;
}

/** Four ids below 5, [2, 2]. */
export const ids = () => tensor([1, 0, 4, 4], [2, 2], 'int32');
/** One layer of each kind, and of each kind of option. */
export const cases: readonly {
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
    make: (random) =>
      new Conv2d({ inputs: 2, outputs: 3, size: 4, stride: 2, padding: 'same', random }),
    input: () => wave([2, 7, 6, 2]),
    output: [2, 4, 3, 3],
    variables: { weight: [4, 4, 2, 3], bias: [3] },
    parameters: 99,
  },
  {
    name: 'Conv2d where the filter fits',
    make: (random) => new Conv2d({ inputs: 2, outputs: 3, size: 3, spectralNorm: true, random }),
    input: () => wave([2, 7, 6, 2]),
    output: [2, 5, 4, 3],
    variables: { weight_orig: [3, 3, 2, 3], bias: [3], weight_u: [1, 3] },
    parameters: 57,
  },
  {
    name: 'Conv2d with a pixel of padding',
    make: (random) => new Conv2d({ inputs: 2, outputs: 3, size: 3, padding: 1, random }),
    input: () => wave([2, 7, 6, 2]),
    output: [2, 7, 6, 3],
    variables: { weight: [3, 3, 2, 3], bias: [3] },
    parameters: 57,
  },
  {
    name: 'ConvTranspose2d with a pixel of padding',
    make: (random) =>
      new ConvTranspose2d({ inputs: 2, outputs: 3, size: 4, stride: 2, padding: 1, random }),
    input: () => wave([2, 4, 3, 2]),
    output: [2, 8, 6, 3],
    variables: { weight: [4, 4, 3, 2], bias: [3] },
    parameters: 99,
  },
  {
    name: 'ConvTranspose2d',
    make: (random) =>
      new ConvTranspose2d({ inputs: 2, outputs: 3, size: 4, stride: 2, padding: 'same', random }),
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
    name: 'CausalSelfAttention with attention dropout',
    make: (random) => new CausalSelfAttention({ size: 6, heads: 2, attentionDropout: 0.3, random }),
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
    name: 'Residual',
    make: (random) =>
      new Residual(new Dense({ inputs: 5, outputs: 5, activation: 'gelu', random })),
    input: () => wave([3, 5]),
    output: [3, 5],
    variables: { weight: [5, 5], bias: [5] },
    parameters: 30,
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
