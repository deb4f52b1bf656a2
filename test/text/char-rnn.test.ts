/** Character RNNs: the numbers of PyTorch, a text read character by character, files. */

import { Prng } from '@ferrogen/core';
import { decodeModelFile, encodeModelFile } from '@ferrogen/core/io';
import {
  CharRnn,
  charRnnCells,
  charRnnFromFile,
  charRnnShapes,
  charRnnToFile,
  charRnnTrainable,
  generate,
  type LanguageModelState,
  takeSequences,
} from '@ferrogen/core/text';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { overBackends, tensorBackends } from '../support/tensor-backends.ts';
import { formulaRnn, smallConfig } from './char-rnn-models.ts';
import { pytorch } from './char-rnn-pytorch.ts';
import { worstDifference } from './differences.ts';
import { leftPadded } from './gpt2-models.ts';

const END = 5;
const rows = [
  [END, 0, 1, 4],
  [END, 3, 3, 2],
];
const both = ['low', 'high'];
const context = { step: 1, random: new Prng(3) };

/** log-softmax of each row of [rows, 6]. */
function logProbs(logits: Float32Array): number[] {
  return Array.from({ length: logits.length / 6 }, (_, row) => {
    const own = Array.from(logits.subarray(6 * row, 6 * row + 6));
    const total = Math.log(own.reduce((all, each) => all + Math.exp(each), 0));
    return own.map((each) => each - total);
  }).flat();
}

/** Logits behind these rows, read at once. */
async function whole(rnn: CharRnn, texts: readonly number[][], categories: readonly string[]) {
  const state = rnn.inCategory(categories).start(leftPadded(texts, -1));
  const logits = (await state.next()).slice();
  state.dispose();
  return logits;
}

describe.each(charRnnCells)('CharRnn of the cell %s', (cell) => {
  overBackends((_, it) => {
    it('has the log-probabilities of PyTorch', async () => {
      const rnn = formulaRnn(smallConfig[cell]);
      const seen = logProbs(await whole(rnn, rows, both));
      expect(worstDifference(seen, pytorch[cell].last)).toBeLessThan(2e-6);
      rnn.dispose();
    });

    it('has the loss and the gradients of PyTorch', async () => {
      const rnn = formulaRnn({ ...smallConfig[cell], dropout: 0 });
      const name = cell === 'elman' ? 'i2h.weight_hh_l0' : 'memory.weight_hh_l0';
      const { gradient, loss } = await lossGradient(rnn, name);
      expect(loss).toBeCloseTo(pytorch[cell].loss, 5);
      const { length } = pytorch[cell].gradient;
      expect(worstDifference(gradient.slice(0, length), pytorch[cell].gradient)).toBeLessThan(2e-6);
    });

    it('gives the same logits character by character, and to rows that were reordered', async () => {
      const rnn = formulaRnn(smallConfig[cell]);
      const before = memory().numTensors;
      const state = rnn.inCategory(both).start(leftPadded([[END], [END]], -1));
      let texts = [[END], [END]];
      let categories = both;
      const step = async (tokens: readonly number[]) => {
        state.push(Int32Array.from(tokens));
        texts = texts.map((text, row) => [...text, tokens[row]!]);
        await expectRows(rnn, state, texts, categories);
      };
      await step([0, 3]);
      await step([1, 3]);
      for (const parents of [[1, 0, 1], [2], [0, 0]]) {
        state.reorder(Int32Array.from(parents));
        texts = parents.map((parent) => texts[parent]!);
        categories = parents.map((parent) => categories[parent]!);
        await expectRows(rnn, state, texts, categories);
        await step(parents.map((_, row) => row));
      }
      // Several at once, and rows replaced before they were read.
      state.push(Int32Array.of(4, 2));
      state.reorder(Int32Array.of(1, 0, 0));
      state.push(Int32Array.of(0, 1, 2));
      texts = [
        [...texts[1]!, 2, 0],
        [...texts[0]!, 4, 1],
        [...texts[0]!, 4, 2],
      ];
      categories = [categories[1]!, categories[0]!, categories[0]!];
      await expectRows(rnn, state, texts, categories);
      state.dispose();
      expect(memory().numTensors).toBe(before);
      rnn.dispose();
    });

    it('gives a row of a left-padded batch the logits that it has alone', async () => {
      const rnn = formulaRnn(smallConfig[cell]);
      const texts = [[END, 0, 1, 4, 2], [3], [END, 2, 2], [4, 4, 1]];
      const categories = ['low', 'high', 'high', 'low'];
      const seen = await whole(rnn, texts, categories);
      for (const [row, text] of texts.entries()) {
        const alone = await whole(rnn, [text], [categories[row]!]);
        expect(worstDifference(seen.slice(6 * row, 6 * row + 6), alone)).toBeLessThan(1e-6);
      }
      rnn.dispose();
    });
  });

  it('draws the same text for a seed on every backend', async () => {
    const texts: (string | null)[][] = [];
    for (const { name, lacking } of tensorBackends) {
      if (lacking.length > 0) continue;
      await setBackend(name);
      const rnn = formulaRnn(smallConfig[cell]);
      const drawn = await generate(rnn.inCategory('low'), [rnn.promptOf('b')], {
        doSample: true,
        random: new Prng(2),
        numReturnSequences: 8,
        maxNewTokens: 30,
        eosTokenIds: [END],
        tokenizer: rnn.tokenizer,
      });
      texts.push(drawn.map(({ text }) => text));
      rnn.dispose();
    }
    expect(new Set(texts[0]).size).toBeGreaterThan(4);
    for (const each of texts) expect(each).toEqual(texts[0]);
  });

  it('comes back from a file with the same bits', async () => {
    const rnn = CharRnn.create({ ...smallConfig[cell], hidden: 7 }, new Prng(4));
    const bytes = encodeModelFile(await charRnnToFile(rnn, 'a card'));
    const again = charRnnFromFile(decodeModelFile(bytes));
    expect(again.config).toEqual(rnn.config);
    expect(await whole(again, rows, both)).toEqual(await whole(rnn, rows, both));
    rnn.dispose();
    again.dispose();
  });

  it('has the weights that charRnnShapes tells', () => {
    for (const more of [{}, { categories: [], ends: false }]) {
      const rnn = CharRnn.create({ ...smallConfig[cell], ...more }, new Prng(4));
      const shapes = new Map([...rnn.variables].map(([name, { shape }]) => [name, { shape }]));
      expect(charRnnShapes(rnn.config)).toEqual(shapes);
      rnn.dispose();
    }
  });

  it('writes the same text for the same seed, and beams do too', async () => {
    const rnn = formulaRnn(smallConfig[cell]);
    const write = (more: object) =>
      generate(rnn.inCategory('high'), [rnn.promptOf('a'), rnn.promptOf('')], {
        maxNewTokens: 12,
        eosTokenIds: [END],
        tokenizer: rnn.tokenizer,
        ...more,
      });
    const drawn = { doSample: true, random: new Prng(9) };
    expect(await write(drawn)).toEqual(await write(drawn));
    const [first] = await write({ numBeams: 3 });
    expect(first!.text).toMatch(/^[abcde]*$/);
    rnn.dispose();
  });
});

describe('CharRnn', () => {
  it('begins an LSTM with forget gates of 1 and an orthogonal memory', () => {
    const rnn = CharRnn.create({ characters: 'ab', hidden: 4 }, new Prng(1));
    const bias = rnn.variables.get('memory.bias_ih_l0')!.dataSync();
    expect([...bias]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    const memory = rnn.variables.get('memory.weight_hh_l0')!.dataSync<'float32'>(); // [4, 16]
    const row = (k: number) => memory.slice(16 * k, 16 * k + 16);
    const product = (a: number, b: number) =>
      row(a).reduce((all, each, k) => all + each * row(b)[k]!, 0);
    expect(product(0, 0)).toBeCloseTo(1, 5);
    expect(product(0, 3)).toBeCloseTo(0, 5);
    rnn.dispose();
  });

  it('says what is wrong with a config, a prompt, a category', () => {
    const make = (config: object) => () =>
      CharRnn.create({ characters: 'ab', hidden: 2, ...config }, new Prng(1));
    expect(make({ cell: 'lsmt' })).toThrow('one of elman, gru, lstm; did you mean lstm?; got lsmt');
    expect(make({ characters: 'aba' })).toThrow('each character once; got "a" twice');
    expect(make({ cell: 'elman', layers: 2 })).toThrow('1 where the cell is elman; got 2');
    expect(make({ dropout: 1 })).toThrow('from 0 to below 1; got 1');
    expect(make({ categories: ['x', 'x'] })).toThrow('a list of words, each once');
    const plain = make({})();
    const told = make({ categories: ['x', 'y'] })();
    const empty = { tokens: new Int32Array(0), batch: 1, length: 0, padding: Int32Array.of(0) };
    expect(() => plain.start(empty)).toThrow('a prompt has one token at least');
    expect(() => plain.start(leftPadded([[2]], 0))).toThrow('from 0 to 1; got 2');
    expect(() => plain.inCategory('x')).toThrow('knows the categories none; got x');
    expect(() => told.start(leftPadded([[1]], 0))).toThrow("start model.inCategory('x')");
    expect(() => told.inCategory('z')).toThrow('knows the categories x, y; got z');
    expect(() => told.inCategory(['x']).start(leftPadded([[1], [0]], 0))).toThrow(
      'each of the 2 prompts is in a category; got 1 categories',
    );
    const state = plain.start(leftPadded([[1]], 0));
    expect(() => state.push(Int32Array.of(0, 0))).toThrow('each of the 1 rows; got 2');
    expect(() => state.reorder(Int32Array.of(1))).toThrow('from 0 to 0; got 1');
    expect(() => plain.promptOf('abc')).toThrow('the character "c"');
    state.dispose();
    plain.dispose();
    told.dispose();
  });
});

describe('charRnnFromFile', () => {
  it('refuses a file that lies about its size before it makes anything', async () => {
    const rnn = CharRnn.create({ characters: 'ab', hidden: 2 }, new Prng(1));
    const file = await charRnnToFile(rnn);
    const before = memory().numTensors;
    const config = { ...file.config, hidden: 1e6 };
    expect(() => charRnnFromFile({ ...file, config })).toThrow('memory.weight_hh_l0 is [1000000');
    expect(() => charRnnFromFile({ ...file, kind: 'gpt2' })).toThrow('of kind rnn');
    expect(() => charRnnFromFile({ ...file, config: {} })).toThrow('not one of a character RNN');
    expect(memory().numTensors).toBe(before);
    rnn.dispose();
  });
});

/** Asserts that the rows under way are these texts. */
async function expectRows(
  rnn: CharRnn,
  state: LanguageModelState,
  texts: readonly number[][],
  categories: readonly string[],
) {
  const expected = await whole(rnn, texts, categories);
  expect(worstDifference(await state.next(), expected)).toBeLessThan(1e-6);
}

/** The loss of the two rows and its gradient by a weight, out of a step of training that changes nothing. */
async function lossGradient(rnn: CharRnn, name: string) {
  const set = {
    sequences: rows.map((row) => Int32Array.from(row)),
    categories: Int32Array.of(0, 1),
  };
  const trainable = charRnnTrainable(rnn, { learningRate: 0, beta1: 0.5, clip: { norm: 1e9 } });
  const { loss } = trainable.step(takeSequences(set, [0, 1]), context);
  // After one step the average of gradients is (1 - beta1) times the gradient.
  const average = trainable.optimizers.get('adamw')!.slots.get(`exp_avg.${name}`)!;
  const gradient = (await average.data<'float32'>()).map((each) => 2 * each);
  const result = { loss: (await loss!.data())[0]!, gradient };
  loss!.dispose();
  trainable.dispose();
  return result;
}
