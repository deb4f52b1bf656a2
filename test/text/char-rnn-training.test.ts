/** Character RNNs learn through the one loop, with a state that is carried from batch to batch. */

import { Prng } from '@ferrogen/core';
import { takeSnapshot } from '@ferrogen/core/nn';
import {
  CharacterTokenizer,
  CharRnn,
  type CharRnnBatch,
  charRnnCells,
  charRnnTrainable,
  evaluateSequences,
  evaluateText,
  evaluateWindows,
  nameSequences,
  nameSetOf,
  takeSequences,
  textStreams,
  textWindows,
} from '@ferrogen/core/text';
import { fit, shuffledBatches, type Trainable, type TrainingState } from '@ferrogen/core/train';
import { memory, setBackend, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';

const random = new Prng(5);
/** What follows a blank was told seven characters before: a network must remember. */
const text = Array.from({ length: 60 }, (_, k) =>
  `${'abcd'[(k * k + k) % 4]!}xyxyx `.repeat(2),
).join('');
const tokenizer = CharacterTokenizer.of(text);
const tokens = tokenizer.encode(text);
const characters = tokenizer.characters.join('');

async function lossOf(
  trainable: Trainable<CharRnnBatch>,
  batch: CharRnnBatch,
  seed: number | null,
): Promise<number> {
  const context = { step: 1, random: new Prng(seed ?? 0) };
  const losses =
    seed === null ? trainable.evaluate(batch, context) : trainable.step(batch, context);
  const value = (await losses.loss!.data())[0]!;
  losses.loss!.dispose();
  return value;
}

describe.each(charRnnCells)('charRnnTrainable of the cell %s', (cell) => {
  overBackends((_, it) => {
    it('learns, and leaves no tensor behind', async () => {
      const before = memory().numTensors;
      const config = {
        characters,
        cell,
        hidden: 24,
        dropout: 0,
        embedding: cell === 'elman' ? 0 : 8,
      };
      const rnn = CharRnn.create(config, random.split(1));
      const trainable = charRnnTrainable(rnn, { streams: 8, learningRate: 1e-2 });
      const untrained = await evaluateText(rnn, tokens, { from: 1 });
      // A guess among seven costs log 7 nats.
      expect(Math.abs(untrained.loss - Math.log(7))).toBeLessThan(0.4);
      const held = memory().numTensors;
      const batches = textStreams(tokens, { streams: 8, length: 14, random: random.split(0) });
      await fit(trainable, { batches, steps: 80, random: random.split(2) });
      expect(memory().numTensors).toBe(held);
      const { loss } = await evaluateText(rnn, tokens, { from: 1 });
      // One of four letters in seven characters is news at most: log 4 / 7.
      expect(loss).toBeLessThan(Math.log(4) / 7 + 0.05);
      expect(memory().numTensors).toBe(held);
      trainable.dispose();
      expect(memory().numTensors).toBe(before);
    });

    it('resumes in the middle of a text with the same bits', async () => {
      const config = { characters, cell, hidden: 6, dropout: 0.3 };
      const batches = textStreams(tokens, { streams: 4, length: 10, random: random.split(0) });
      const run = async (steps: number, resume: TrainingState | null) => {
        const trainable = charRnnTrainable(CharRnn.create(config, random.split(1)), { streams: 4 });
        let last: TrainingState | null = null;
        const checkpoint = {
          save: (state: TrainingState) => {
            last = state;
          },
          every: 100,
        };
        await fit(trainable, { batches, steps, random: random.split(2), checkpoint, resume });
        trainable.dispose();
        return last as TrainingState | null;
      };
      const half = await run(5, null);
      expect(half!.optimizers.get('carried')!.slots.size).toBe(cell === 'lstm' ? 2 : 1);
      const resumed = await run(12, half);
      const whole = await run(12, null);
      expect(resumed).toEqual(whole);
    });
  });

  it('carries the state over from the batch before, and only where a batch goes on', async () => {
    const rnn = CharRnn.create({ characters, cell, hidden: 6, dropout: 0 }, random.split(1));
    const trainable = charRnnTrainable(rnn, { streams: 2, learningRate: 0 });
    const { batchAt } = textStreams(tokens, { streams: 2, length: 9, random: random.split(0) });
    const [first, second] = [await batchAt(0), await batchAt(1)];
    const joined = textStreams(tokens, { streams: 2, length: 18, random: random.split(0) });
    const parts = [await lossOf(trainable, first, 1), await lossOf(trainable, second, 2)];
    const whole = await lossOf(trainable, await joined.batchAt(0), 3);
    expect((parts[0]! + parts[1]!) / 2).toBeCloseTo(whole, 6);
    const anew = await lossOf(trainable, { ...second, goesOn: false }, 4);
    expect(anew).not.toBe(parts[1]);
    expect(await lossOf(trainable, second, null)).toBeCloseTo(anew, 6);
    trainable.dispose();
  });

  it('follows the gradient: a step along it changes the loss as finite differences do', async () => {
    await setBackend('cpu');
    const config = {
      characters,
      cell,
      hidden: 5,
      dropout: 0.2,
      ...(cell !== 'elman' && { layers: 2 }),
    };
    const rnn = CharRnn.create(config, random.split(1));
    const trainable = charRnnTrainable(rnn, {
      streams: 2,
      learningRate: 0,
      beta1: 0.5,
      clip: { norm: 1e9 },
    });
    const { batchAt } = textStreams(tokens, { streams: 2, length: 7, random: random.split(0) });
    // The second batch begins with what the first one left.
    await lossOf(trainable, await batchAt(0), 1);
    const batch = await batchAt(1);
    const carried = trainable.optimizers.get('carried')!;
    const left = takeSnapshot(carried.slots);
    const averages = trainable.optimizers.get('adamw')!.slots;
    const before = takeSnapshot(averages);
    const lossAt = async () => {
      left.restore();
      return lossOf(trainable, batch, 2);
    };
    await lossAt();
    for (const [name, variable] of rnn.variables) {
      const earlier = before.values.get(`exp_avg.${name}`)!.dataSync<'float32'>();
      before.restore();
      await lossAt();
      // The average is half of what it was and half of the gradient.
      const gradient = averages
        .get(`exp_avg.${name}`)!
        .dataSync<'float32'>()
        .map((each, k) => 2 * each - earlier[k]!);
      const norm = Math.hypot(...gradient);
      const values = variable.dataSync<'float32'>().slice();
      const movedBy = async (distance: number) => {
        const moved = values.map((each, k) => each + (distance * gradient[k]!) / norm);
        const fresh = tensor(moved, variable.shape);
        variable.assign(fresh);
        fresh.dispose();
        return lossAt();
      };
      const slope = ((await movedBy(0.01)) - (await movedBy(-0.01))) / 0.02;
      await movedBy(0);
      expect(norm).toBeGreaterThan(0);
      expect(Math.abs(slope - norm), name).toBeLessThan(1e-3 + 0.01 * norm);
    }
    left.dispose();
    before.dispose();
    trainable.dispose();
  });

  it('drops out in training alone', async () => {
    const rnn = CharRnn.create({ characters, cell, hidden: 6, dropout: 0.5 }, random.split(1));
    const trainable = charRnnTrainable(rnn, { learningRate: 0 });
    const batch = { ...(await textStreams(tokens, { streams: 2, length: 9, random }).batchAt(0)) };
    const [one, other] = [await lossOf(trainable, batch, 1), await lossOf(trainable, batch, 2)];
    expect(one).not.toBe(other);
    expect(await lossOf(trainable, batch, 1)).toBe(one);
    expect(await lossOf(trainable, batch, null)).toBe(await lossOf(trainable, batch, null));
    trainable.dispose();
  });
});

describe('charRnnTrainable', () => {
  it('learns which category ends on what, and that a name is over where it ends', async () => {
    const names = ['ab', 'ba', 'aab', 'bba', 'abab'];
    const set = nameSetOf([
      { category: 'o', text: names.map((name) => `${name}o`).join('\n') },
      { category: 'u', text: names.map((name) => `${name}u`).join('\n') },
    ]);
    const config = {
      characters: 'abou',
      ends: true,
      categories: ['u', 'o'],
      hidden: 16,
      embedding: 0,
    };
    const rnn = CharRnn.create(config, random.split(1));
    const sequences = nameSequences(rnn, set);
    expect([...sequences.categories!]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    const trainable = charRnnTrainable(rnn, { learningRate: 1e-2 });
    const batches = shuffledBatches(
      { examples: 10, batchSize: 5, random: random.split(0) },
      (ids) => takeSequences(sequences, ids),
    );
    await fit(trainable, { batches, steps: 300, random: random.split(2) });
    const { loss, characters } = await evaluateSequences(rnn, sequences);
    expect(characters).toBe(2 * (names.join('').length + 2 * names.length));
    // Which of five names it is, is all that is news: log 5 nats in 4.8 characters.
    expect(loss).toBeLessThan((1.1 * Math.log(5)) / 4.8);
    trainable.dispose();
  });

  it('refuses a batch of other rows than streams, and one without its category', async () => {
    const rnn = CharRnn.create({ characters, hidden: 4 }, random.split(1));
    const trainable = charRnnTrainable(rnn, { streams: 3 });
    const batch = await textStreams(tokens, { streams: 2, length: 5, random }).batchAt(0);
    const before = memory().numTensors;
    const context = { step: 1, random };
    expect(() => trainable.step(batch, context)).toThrow('give charRnnTrainable { streams: 2 }');
    const labelled = { ...batch, categories: Int32Array.of(0, 0) };
    expect(() => trainable.evaluate(labelled, context)).toThrow(
      'this model knows no categories; this batch has some',
    );
    expect(memory().numTensors).toBe(before);
    expect(() => charRnnTrainable(rnn, { streams: -1 })).toThrow('streams is a whole number');
    trainable.dispose();
  });
});

describe('textStreams', () => {
  it('reads on from batch to batch, in as many places as there are streams', async () => {
    const counted = Int32Array.from({ length: 103 }, (_, k) => k);
    const source = textStreams(counted, { streams: 4, length: 6, random });
    expect(source.batchesPerEpoch).toBe(4);
    const [first, second] = [await source.batchAt(0), await source.batchAt(1)];
    expect(first.goesOn).toBe(false);
    expect(second.goesOn).toBe(true);
    const start = first.tokens[0]!;
    for (let row = 0; row < 4; row++)
      for (let t = 0; t <= 6; t++) {
        expect(first.tokens[row * 7 + t]).toBe((start + 25 * row + t) % 103);
        expect(second.tokens[row * 7 + t]).toBe((start + 25 * row + 6 + t) % 103);
      }
    const passes = await Promise.all([4, 8, 12, 16].map((position) => source.batchAt(position)));
    expect(passes.map(({ goesOn }) => goesOn)).toEqual([false, false, false, false]);
    expect(new Set(passes.map((pass) => pass.tokens[0])).size).toBeGreaterThan(2);
    expect(await source.batchAt(1)).toEqual(second);
  });

  it('refuses a text that is too short', () => {
    expect(() => textStreams(new Int32Array(9), { streams: 2, length: 5, random })).toThrow(
      'take a text of 10 at least; this one has 9',
    );
    expect(() => textStreams(new Int32Array(9), { streams: 0, length: 5, random })).toThrow(
      'streams is a whole number from 1 on; got 0',
    );
  });
});

describe('textWindows', () => {
  it('tells each window once, and fit evaluates by it', async () => {
    const source = textWindows(
      Int32Array.from({ length: 50 }, (_, k) => k),
      {
        length: 6,
        batchSize: 4,
      },
    );
    expect(source.batchesPerEpoch).toBe(2);
    const second = await source.batchAt(3);
    expect(second.tokens.subarray(0, 7)).toEqual(Int32Array.of(24, 25, 26, 27, 28, 29, 30));
    expect(second.tokens.at(-1)).toBe(48);
    const rnn = CharRnn.create({ characters, hidden: 4 }, random.split(1));
    const evaluation = { batches: textWindows(tokens, { length: 40, batchSize: 7 }), every: 1 };
    const batches = textStreams(tokens, { streams: 2, length: 5, random });
    const model = charRnnTrainable(rnn, { streams: 2, learningRate: 0 });
    const told = await fit(model, { batches, steps: 2, random, evaluation });
    const length = 40;
    const starts = Array.from({ length: 21 }, (_, k) => k * length);
    const sequences = starts.map((start) => tokens.slice(start, start + length + 1));
    expect(tokens.length).toBe(840);
    const { loss } = await evaluateSequences(rnn, {
      sequences: sequences.slice(0, 14),
      categories: null,
    });
    expect(told.evaluation!.loss).toBeCloseTo(loss, 5);
    model.dispose();
  });

  it('refuses a text that is too short', () => {
    expect(() => textWindows(new Int32Array(24), { length: 6, batchSize: 4 })).toThrow(
      'take a text of 25 at least; this one has 24',
    );
  });
});

describe('evaluateText', () => {
  it('tells every character once, whatever the streams, as reading it alone does', async () => {
    const rnn = CharRnn.create({ characters, hidden: 8 }, random.split(1));
    const from = 401;
    const all = { from, warm: from };
    const alone = await evaluateText(rnn, tokens, { ...all, streams: 1 });
    expect(alone.characters).toBe(tokens.length - from);
    for (const streams of [2, 7, 20]) {
      const several = await evaluateText(rnn, tokens, { ...all, streams });
      expect(several.characters).toBe(tokens.length - from);
      expect(several.loss).toBeCloseTo(alone.loss, 5);
    }
    // By the decoder's door, which knows nothing of evaluations.
    const state = rnn.start({
      tokens: tokens.slice(0, from),
      batch: 1,
      length: from,
      padding: Int32Array.of(0),
    });
    let sum = 0;
    for (const token of tokens.subarray(from)) {
      const logits = await state.next();
      sum += Math.log(logits.reduce((total, each) => total + Math.exp(each), 0)) - logits[token]!;
      state.push(Int32Array.of(token));
    }
    state.dispose();
    expect(sum / (tokens.length - from)).toBeCloseTo(alone.loss, 5);
    rnn.dispose();
  });

  it('refuses a part that is not there', async () => {
    const rnn = CharRnn.create({ characters, hidden: 8 }, random.split(1));
    for (const options of [{ from: 0 }, { from: tokens.length }, { from: 5, warm: 6 }])
      await expect(evaluateText(rnn, tokens, options)).rejects.toThrow('of an evaluation is');
    await expect(evaluateWindows(rnn, tokens.slice(0, 9), { random })).rejects.toThrow(
      'the length of an evaluation is a whole number from 1 to 8; got 256',
    );
    rnn.dispose();
  });
});

describe('evaluateWindows', () => {
  it('reads every window from nothing', async () => {
    const rnn = CharRnn.create({ characters, hidden: 8 }, random.split(1));
    const options = { random, length: 20, windows: 70 };
    const { loss, characters: told } = await evaluateWindows(rnn, tokens, options);
    expect(told).toBe(1400);
    expect(await evaluateWindows(rnn, tokens, options)).toEqual({ loss, characters: told });
    // Of all windows there are, the mean is near; of one that is the whole text, it is evaluateText's.
    const length = tokens.length - 1;
    const whole = await evaluateWindows(rnn, tokens, { random, length, windows: 1 });
    const carried = await evaluateText(rnn, tokens, { from: 1, streams: 1 });
    expect(whole.loss).toBeCloseTo(carried.loss, 6);
    rnn.dispose();
  });
});
