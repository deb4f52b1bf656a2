/** Text under way: reading token by token, replacing rows and padding leave every logit what a whole pass gives. */

import type { Gpt2, LanguageModelState } from '@ferrogen/core/text';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';
import { worstDifference } from './differences.ts';
import { drawnGpt2, leftPadded, someTokens } from './gpt2-models.ts';

const VOCABULARY = 50;

/** Logits behind the last token of a sequence, by a whole pass. */
async function whole(gpt2: Gpt2, tokens: readonly number[]): Promise<Float32Array> {
  return (await gpt2.forward(Int32Array.from(tokens))).slice(-VOCABULARY);
}

/** Asserts that the rows under way are these sequences. */
async function expectRows(gpt2: Gpt2, state: LanguageModelState, rows: readonly number[][]) {
  const seen = await state.next();
  expect(seen.length).toBe(rows.length * VOCABULARY);
  for (const [index, row] of rows.entries()) {
    const logits = seen.slice(index * VOCABULARY, (index + 1) * VOCABULARY);
    expect(worstDifference(logits, await whole(gpt2, row))).toBeLessThan(2e-5);
  }
}

const tokens = Array.from(someTokens(300, VOCABULARY));

describe('Gpt2.start', () => {
  overBackends((_, it) => {
    it('gives the logits of a whole pass at every length', async () => {
      const gpt2 = drawnGpt2();
      const text = tokens.slice(0, 40);
      const state = gpt2.start(leftPadded([text.slice(0, 3)]));
      for (let length = 3; length <= text.length; length++) {
        if (length > 3) state.push(Int32Array.of(text[length - 1]!));
        await expectRows(gpt2, state, [text.slice(0, length)]);
      }
      state.dispose();
      gpt2.dispose();
    });

    it('gives a row of a left-padded batch the logits that it has alone', async () => {
      const gpt2 = drawnGpt2();
      let rows = [tokens.slice(0, 9), tokens.slice(9, 10), tokens.slice(20, 24)];
      // What stands for padding is no token.
      const state = gpt2.start(leftPadded(rows, -1));
      await expectRows(gpt2, state, rows);
      for (const next of [
        [1, 2, 3],
        [7, 5, 49],
        [0, 0, 11],
      ]) {
        state.push(Int32Array.from(next));
        rows = rows.map((row, index) => [...row, next[index]!]);
        await expectRows(gpt2, state, rows);
      }
      state.dispose();
      gpt2.dispose();
    });

    it('takes the past of its parents along when rows are replaced, many times over', async () => {
      const gpt2 = drawnGpt2({ n_positions: 80, n_layer: 2 });
      let rows = [tokens.slice(0, 5), tokens.slice(5, 8)];
      const state = gpt2.start(leftPadded(rows));
      // More rows, fewer rows, repeats, other orders; enough of them to fill several blocks of memory.
      const orders = [
        [0, 0, 1, 1, 0, 1],
        [5, 4, 3, 2, 1, 0],
        [2, 2, 2],
        [0, 1, 2, 0, 1, 2, 1, 1],
        [7],
      ];
      for (let step = 0; step < 45; step++) {
        const wanted = orders[step % orders.length]!;
        const parents = wanted.map((parent) => parent % rows.length);
        state.reorder(Int32Array.from(parents));
        rows = parents.map((parent) => [...rows[parent]!]);
        if (step % 7 === 3) await expectRows(gpt2, state, rows);
        const next = rows.map((_, row) => (step * 5 + row * 11) % VOCABULARY);
        state.push(Int32Array.from(next));
        rows = rows.map((row, index) => [...row, next[index]!]);
        // Several tokens at a time may wait to be read.
        if (step % 3 !== 1) await expectRows(gpt2, state, rows);
      }
      state.dispose();
      gpt2.dispose();
    });

    it('leaves no tensor behind', async () => {
      const before = memory().numTensors;
      const gpt2 = drawnGpt2();
      const idle = memory().numTensors;
      const state = gpt2.start(leftPadded([tokens.slice(0, 4), tokens.slice(4, 6)]));
      await state.next();
      for (let step = 0; step < 20; step++) {
        state.reorder(Int32Array.of(1, 0, 1));
        state.reorder(Int32Array.of(2, 0));
        state.push(Int32Array.of(step, 2 * step));
        await state.next();
      }
      state.dispose();
      expect(memory().numTensors).toBe(idle);
      gpt2.dispose();
      expect(memory().numTensors).toBe(before);
    });

    it('honours every switch of the config alike in both ways to attend', async () => {
      for (const config of [
        { scale_attn_weights: false },
        { scale_attn_by_inverse_layer_idx: true },
        { scale_attn_weights: false, scale_attn_by_inverse_layer_idx: true },
        { tie_word_embeddings: false },
        { n_inner: 7, layer_norm_epsilon: 0.5 },
      ]) {
        const gpt2 = drawnGpt2(config);
        const text = tokens.slice(0, 12);
        const state = gpt2.start(leftPadded([text.slice(0, 6)]));
        for (const token of text.slice(6)) state.push(Int32Array.of(token));
        await expectRows(gpt2, state, [text]);
        state.dispose();
        gpt2.dispose();
      }
    });
  });

  it('refuses what is no prompt, what is no token and what does not fit', async () => {
    const gpt2 = drawnGpt2({ n_positions: 4 });
    const start = (rows: number[][]) => () => gpt2.start(leftPadded(rows));
    expect(start([[]])).toThrow('a prompt has one token at least; prompt 0 has 0');
    expect(start([[1], []])).toThrow('prompt 1 has 0');
    expect(start([[50]])).toThrow('a token of this model is from 0 to 49; got 50');
    expect(start([[-1]])).toThrow('got -1');
    expect(start([[1, 2, 3, 4, 5]])).toThrow('this model sees 4 tokens at most');
    const broken = { tokens: Int32Array.of(1, 2), batch: 1, length: 1, padding: Int32Array.of(0) };
    expect(() => gpt2.start(broken)).toThrow('got 2 tokens');
    const state = gpt2.start(leftPadded([[1, 2, 3]]));
    expect(() => state.push(Int32Array.of(1, 2))).toThrow('1 rows; got 2');
    expect(() => state.push(Int32Array.of(99))).toThrow('got 99');
    expect(() => state.reorder(Int32Array.of(1))).toThrow('a parent is one of the 1 rows');
    state.push(Int32Array.of(4));
    expect(() => state.push(Int32Array.of(5))).toThrow('this model sees 4 tokens at most');
    state.dispose();
    await expect(gpt2.forward(Int32Array.of(1, 2, 3, 4, 5))).rejects.toThrow('1 to 4 tokens');
    await expect(gpt2.forward(Int32Array.of(77))).rejects.toThrow('got 77');
    gpt2.dispose();
  });
});
