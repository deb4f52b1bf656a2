/** GPT-2s on disk: what is written is read again, as we and as others write it, and what is wrong is told. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  encodeFloat16,
  readSafetensors,
  type StoredTensor,
  writeSafetensors,
} from '@ferrogen/core/io';
import { openModelFolder, writeModelFolder } from '@ferrogen/core/node';
import {
  fullGpt2Config,
  type Gpt2,
  gpt2FromFile,
  gpt2Shapes,
  gpt2Sizes,
  gpt2ToFile,
  gpt2ToPretrained,
  loadGpt2,
  tensorSource,
} from '@ferrogen/core/text';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itWithData, sharedData } from '../support/shared-data.ts';
import { overBackends } from '../support/tensor-backends.ts';
import { worstDifference } from './differences.ts';
import { checkpoint, drawnGpt2, someTokens } from './gpt2-models.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ferrogen-gpt2-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const logitsOf = (gpt2: Gpt2) => gpt2.forward(someTokens(10, 50));

function opened(path: string): Gpt2 {
  const { config, weights } = openModelFolder(path);
  try {
    return loadGpt2(config, weights);
  } finally {
    weights.close();
  }
}

describe('writeModelFolder', () => {
  overBackends((name, it) => {
    for (const tie_word_embeddings of [true, false])
      it(`writes a model that is read as the same one, head ${tie_word_embeddings ? 'tied' : 'its own'}`, async () => {
        const gpt2 = drawnGpt2({ tie_word_embeddings, layer_norm_epsilon: 1e-3, n_inner: 30 });
        const path = join(folder, 'made', `${name}-${tie_word_embeddings}`);
        writeModelFolder(path, await gpt2ToPretrained(gpt2));
        const before = memory().numTensors;
        const again = opened(path);
        expect(again.config).toEqual(gpt2.config);
        expect(await logitsOf(again)).toEqual(await logitsOf(gpt2));
        again.dispose();
        expect(memory().numTensors).toBe(before);
        gpt2.dispose();
      });
  });

  itWithData('text/hf-beam/m64')(
    'writes the names, shapes and values that transformers wrote',
    async () => {
      const gpt2 = checkpoint('text/hf-beam/m64');
      const path = join(folder, 'm64');
      writeModelFolder(path, await gpt2ToPretrained(gpt2));
      gpt2.dispose();
      const read = (where: string) =>
        readSafetensors(readFileSync(join(where, 'model.safetensors')));
      const theirs = read(sharedData('text/hf-beam/m64')!);
      const ours = read(path);
      expect(ours.metadata.get('format')).toBe('pt');
      expect([...ours.tensors.keys()].sort()).toEqual([...theirs.tensors.keys()].sort());
      for (const [name, tensor] of theirs.tensors) expect(ours.tensors.get(name)).toEqual(tensor);
      const config = JSON.parse(readFileSync(join(path, 'config.json'), 'utf8'));
      const given = JSON.parse(
        readFileSync(join(sharedData('text/hf-beam/m64')!, 'config.json'), 'utf8'),
      );
      for (const [key, value] of Object.entries(config)) expect(value, key).toEqual(given[key]);
    },
  );
});

describe('loadGpt2', () => {
  async function stored(gpt2: Gpt2): Promise<Map<string, StoredTensor>> {
    return new Map((await gpt2ToFile(gpt2)).tensors);
  }

  it('reads names with and without a prefix, half precision, masks and a head that is tied', async () => {
    const gpt2 = drawnGpt2();
    const tensors = await stored(gpt2);
    const mask: StoredTensor = { dtype: 'F32', shape: [1, 1, 2, 2], values: new Float32Array(4) };
    const noise: StoredTensor = { dtype: 'F32', shape: [50, 24], values: new Float32Array(1200) };
    const mixed = new Map<string, StoredTensor>([
      ['h.0.attn.bias', mask],
      ['transformer.h.1.attn.masked_bias', mask],
      ['lm_head.weight', noise],
    ]);
    for (const [name, tensor] of tensors)
      mixed.set(name.length % 2 ? name : `transformer.${name}`, tensor);
    const again = loadGpt2(gpt2.config, tensorSource(mixed));
    expect(await logitsOf(again)).toEqual(await logitsOf(gpt2));
    again.dispose();
    const halves = new Map(
      [...tensors].map(([name, { shape, values }]): [string, StoredTensor] => [
        name,
        { dtype: 'F16', shape, values: encodeFloat16(values as Float32Array) },
      ]),
    );
    const rounded = loadGpt2(gpt2.config, tensorSource(halves));
    expect(worstDifference(await logitsOf(rounded), await logitsOf(gpt2))).toBeLessThan(0.1);
    rounded.dispose();
    gpt2.dispose();
  });

  it('says which weights are missing, left over or of another shape, and leaves no tensor', async () => {
    const gpt2 = drawnGpt2();
    const tensors = await stored(gpt2);
    const before = memory().numTensors;
    const without = new Map(tensors);
    without.delete('h.1.ln_2.bias');
    const load = (config: object, from: Map<string, StoredTensor>) => () =>
      loadGpt2({ ...gpt2.config, ...config }, tensorSource(from));
    expect(load({}, without)).toThrow('no tensor for h.1.ln_2.bias');
    expect(load({ n_layer: 2 }, tensors)).toThrow('no variable for h.2.ln_1.weight');
    expect(load({ vocab_size: 51 }, tensors)).toThrow(
      'wte.weight is [51, 24], its tensor [50, 24]',
    );
    expect(load({ tie_word_embeddings: false }, tensors)).toThrow('no tensor for lm_head.weight');
    const whole = new Map(tensors).set('ln_f.bias', {
      dtype: 'I32',
      shape: [24],
      values: new Int32Array(24),
    });
    expect(load({}, whole)).toThrow('the tensor "ln_f.bias" is I32');
    expect(memory().numTensors).toBe(before);
    gpt2.dispose();
  });

  it('refuses configs of other models and values without meaning', () => {
    const load = (config: object) => () => loadGpt2({ ...config }, tensorSource(new Map()));
    expect(load({ model_type: 'llama' })).toThrow('the model_type of a GPT-2 is gpt2');
    expect(load({ add_cross_attention: true })).toThrow('there is no encoder here');
    expect(load({ activation_function: 'gelu_nwe' })).toThrow('did you mean gelu_new?');
    expect(load({ n_head: 5 })).toThrow('a divisor of n_embd, 768; got 5');
    expect(load({ n_layer: 'twelve' })).toThrow('a whole number from 1 on; got twelve');
    expect(load({ n_layer: 1e12 })).toThrow('10000 at most');
    expect(load({ resid_pdrop: 1 })).toThrow('a rate from 0 to below 1');
    expect(load({ eos_token_id: 60000 })).toThrow('null or a token');
    expect(load({ layer_norm_epsilon: null, n_positions: -1 })).toThrow('n_positions');
  });

  it('knows the published sizes', () => {
    const counts = Object.values(gpt2Sizes).map((size) => {
      let count = 0;
      for (const shape of gpt2Shapes(fullGpt2Config(size)).values())
        count += shape.reduce((a, b) => a * b, 1);
      return count;
    });
    // As transformers counts the parameters of the four checkpoints.
    expect(counts).toEqual([124439808, 354823168, 774030080, 1557611200]);
  });
});

describe('openModelFolder', () => {
  function made(name: string, files: Record<string, string | Uint8Array>): string {
    const path = join(folder, name);
    mkdirSync(path);
    for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
    return path;
  }

  it('says what is missing and what to do', () => {
    const open = (path: string) => () => openModelFolder(path);
    expect(open(join(folder, 'nowhere'))).toThrow('nowhere/config.json: no such file');
    expect(open(made('bare', { 'config.json': '{}' }))).toThrow('model.safetensors: no such file');
    expect(open(made('broken', { 'config.json': '{' }))).toThrow('this is not JSON');
    expect(open(made('list', { 'config.json': '[]' }))).toThrow('a config is an object of JSON');
    const hint = (files: Record<string, string>, name: string) => {
      try {
        openModelFolder(made(name, { 'config.json': '{}', ...files }));
      } catch (error) {
        return (error as { hint: string }).hint;
      }
    };
    expect(hint({ 'pytorch_model.bin': '' }, 'pickle')).toContain('save_pretrained');
    expect(hint({ 'model.safetensors.index.json': '{}' }, 'shards')).toContain('max_shard_size');
  });

  it('refuses weights that are cut short or lie about themselves', () => {
    const bytes = writeSafetensors(
      new Map([['wte.weight', { dtype: 'F32', shape: [2, 2], values: new Float32Array(4) }]]),
    );
    for (const length of [0, 7, 8, 20, bytes.length - 1]) {
      const path = made(`cut-${length}`, {
        'config.json': '{}',
        'model.safetensors': bytes.slice(0, length),
      });
      expect(() => openModelFolder(path)).toThrow(
        expect.objectContaining({ name: 'SafetensorsError' }),
      );
    }
  });
});

describe('gpt2FromFile', () => {
  it('reads what gpt2ToFile made', async () => {
    const gpt2 = drawnGpt2();
    const file = await gpt2ToFile(gpt2, 'drawn');
    const again = gpt2FromFile(file);
    expect(again.config).toEqual(gpt2.config);
    expect(await logitsOf(again)).toEqual(await logitsOf(gpt2));
    again.dispose();
    gpt2.dispose();
    expect(() => gpt2FromFile({ ...file, kind: 'vae' })).toThrow('this file holds vae');
    expect(() => gpt2FromFile({ ...file, config: { n_head: 0 } })).toThrow('not one of a GPT-2');
  });
});
