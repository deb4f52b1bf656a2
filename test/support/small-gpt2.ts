/**
 * GPT-2 in plain loops and double precision, for models so small that this is quick: a source of logits for tests of decoding, written apart from
 * the library's own. Knows a Hugging Face folder and nothing of backends.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LanguageModel, LanguageModelState, TokenBatch } from '@ferrogen/core/text';

interface Config {
  readonly vocab_size: number;
  readonly n_embd: number;
  readonly n_head: number;
  readonly n_layer: number;
  readonly n_positions: number;
  readonly layer_norm_epsilon: number;
}

/** Keys and values of one layer, a vector for each position. */
interface LayerPast {
  readonly keys: readonly Float64Array[];
  readonly values: readonly Float64Array[];
}

interface Row {
  readonly past: readonly LayerPast[];
  readonly position: number;
  readonly logits: Float64Array;
}

type Weights = ReadonlyMap<string, Float32Array>;

/** Reads `config.json` and `model.safetensors` of a folder. */
export function readSmallGpt2(folder: string): LanguageModel {
  const config: Config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
  const weights = readWeights(join(folder, 'model.safetensors'));
  return {
    vocabSize: config.vocab_size,
    contextLength: config.n_positions,
    start: (prompts) => start(config, weights, prompts),
  };
}

function readWeights(path: string): Weights {
  const bytes = readFileSync(path);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const header: Record<string, { data_offsets?: [number, number] }> = JSON.parse(
    bytes.toString('utf8', 8, 8 + headerLength),
  );
  const weights = new Map<string, Float32Array>();
  for (const [name, { data_offsets: offsets }] of Object.entries(header)) {
    if (offsets === undefined) continue;
    const [begin, end] = offsets.map((offset) => offset + 8 + headerLength) as [number, number];
    weights.set(
      name.replace(/^transformer\./, ''),
      new Float32Array(new Uint8Array(bytes.subarray(begin, end)).buffer),
    );
  }
  return weights;
}

function start(config: Config, weights: Weights, prompts: TokenBatch): LanguageModelState {
  const empty: Row = {
    past: Array.from({ length: config.n_layer }, () => ({ keys: [], values: [] })),
    position: 0,
    logits: new Float64Array(),
  };
  let rows = Array.from({ length: prompts.batch }, (_, item) =>
    Array.from(
      prompts.tokens.subarray(
        item * prompts.length + prompts.padding[item]!,
        (item + 1) * prompts.length,
      ),
    ).reduce((row, token) => append(config, weights, row, token), empty),
  );
  return {
    next: () => Float32Array.from(rows.flatMap((row) => Array.from(row.logits))),
    reorder: (parents) => {
      rows = Array.from(parents, (parent) => rows[parent]!);
    },
    push: (tokens) => {
      rows = rows.map((row, index) => append(config, weights, row, tokens[index]!));
    },
    dispose: () => {},
  };
}

/** The row with one more token, and the logits behind it. */
function append(config: Config, weights: Weights, row: Row, token: number): Row {
  const { n_embd: size, n_head: heads, layer_norm_epsilon: epsilon } = config;
  const weight = (name: string) => weights.get(name)!;
  const norm = (x: Float64Array, name: string) =>
    layerNorm(x, weight(`${name}.weight`), weight(`${name}.bias`), epsilon);
  const linear = (x: Float64Array, name: string) =>
    affine(x, weight(`${name}.weight`), weight(`${name}.bias`));
  const embedding = weight('wte.weight');
  const position = weight('wpe.weight');
  let x: Float64Array = Float64Array.from(
    { length: size },
    (_, i) => embedding[token * size + i]! + position[row.position * size + i]!,
  );
  const past = row.past.map((layer, index) => {
    const name = `h.${index}`;
    const qkv = linear(norm(x, `${name}.ln_1`), `${name}.attn.c_attn`);
    const keys = [...layer.keys, qkv.subarray(size, 2 * size)];
    const values = [...layer.values, qkv.subarray(2 * size)];
    const mixed = attend(qkv.subarray(0, size), keys, values, heads);
    x = add(x, linear(mixed, `${name}.attn.c_proj`));
    const hidden = linear(norm(x, `${name}.ln_2`), `${name}.mlp.c_fc`).map(gelu);
    x = add(x, linear(hidden, `${name}.mlp.c_proj`));
    return { keys, values };
  });
  const last = norm(x, 'ln_f');
  const logits = Float64Array.from({ length: config.vocab_size }, (_, id) =>
    dot(last, embedding.subarray(id * size, (id + 1) * size)),
  );
  return { past, position: row.position + 1, logits };
}

function attend(
  query: Float64Array,
  keys: readonly Float64Array[],
  values: readonly Float64Array[],
  heads: number,
): Float64Array {
  const size = query.length / heads;
  const out = new Float64Array(query.length);
  for (let head = 0; head < heads; head++) {
    const part = (vector: Float64Array) => vector.subarray(head * size, (head + 1) * size);
    const scores = keys.map((key) => dot(part(query), part(key)) / Math.sqrt(size));
    const max = Math.max(...scores);
    const weights = scores.map((score) => Math.exp(score - max));
    const sum = weights.reduce((a, b) => a + b, 0);
    values.forEach((value, index) => {
      for (let i = 0; i < size; i++)
        out[head * size + i]! += (weights[index]! / sum) * value[head * size + i]!;
    });
  }
  return out;
}

function affine(x: Float64Array, weight: Float32Array, bias: Float32Array): Float64Array {
  const out = Float64Array.from(bias);
  x.forEach((value, i) => {
    for (let j = 0; j < out.length; j++) out[j]! += value * weight[i * out.length + j]!;
  });
  return out;
}

function layerNorm(
  x: Float64Array,
  gain: Float32Array,
  bias: Float32Array,
  epsilon: number,
): Float64Array {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map(
    (value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * gain[i]! + bias[i]!,
  );
}

function gelu(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]!);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
