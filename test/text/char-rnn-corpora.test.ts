/** Character RNNs on the texts that they are measured by, and how such texts are read. */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Prng } from '@ferrogen/core';
import { cosine, warmUp } from '@ferrogen/core/nn';
import { readNames, readTextFile } from '@ferrogen/core/node';
import {
  alphabetOf,
  CharacterTokenizer,
  CharRnn,
  charRnnTrainable,
  evaluateSequences,
  evaluateText,
  evaluateWindows,
  generate,
  nameSequences,
  nameSetOf,
  splitNames,
  splitText,
  takeSequences,
  textStreams,
} from '@ferrogen/core/text';
import { fit, shuffledBatches } from '@ferrogen/core/train';
import { setBackend } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { describeAbsence, itWith, sharedData } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';

const SHAKESPEARE = 'text/tinyshakespeare.txt';
const NAMES = 'text/pytorch-names';
const random = new Prng(1);

const native = tensorBackends.find(({ name }) => name === 'native')!;
const itNative = (data: string) =>
  itWith([...native.lacking, ...(sharedData(data) === null ? [describeAbsence(data)] : [])]);

describe('CharRnn', () => {
  itNative(SHAKESPEARE)(
    'tells tinyshakespeare better than counts of three characters do, after 200 steps',
    async () => {
      await setBackend('native');
      const text = readTextFile(sharedData(SHAKESPEARE)!);
      const { train, validation } = splitText('tinyshakespeare', text);
      expect([train.length, validation.length]).toEqual([1_003_854, 111_540]);
      const tokenizer = CharacterTokenizer.of(text);
      expect(tokenizer.vocabSize).toBe(65);
      const config = { characters: tokenizer.characters.join(''), hidden: 128 };
      const rnn = CharRnn.create(config, random.split(0));
      const learningRate = warmUp(cosine(1e-2, { steps: 190, end: 2e-4 }), 10);
      const model = charRnnTrainable(rnn, { streams: 32, learningRate });
      const options = { streams: 32, length: 64, random: random.split(1) };
      const batches = textStreams(tokenizer.encode(train), options);
      await fit(model, { batches, steps: 200, random: random.split(2) });
      // 2.0658 nats is what counts of three characters, 0.01 added to each, make of the same part.
      const carried = await evaluateText(rnn, tokenizer.encode(text), { from: train.length });
      expect(carried.characters).toBe(validation.length);
      expect(carried.loss).toBeLessThan(2.0658);
      const windows = { random: random.split(3), windows: 128 };
      const drawn = await evaluateWindows(rnn, tokenizer.encode(validation), windows);
      expect(drawn.loss).toBeLessThan(2.0658);
      model.dispose();
    },
  );

  itNative(NAMES)('tells names of 18 languages better knowing the language', async () => {
    await setBackend('native');
    const set = readNames(sharedData(NAMES)!);
    expect(set.categories.length).toBe(18);
    expect(set.names.length).toBe(20_050);
    const parts = splitNames(set, random.split(0));
    const characters = alphabetOf(set);
    const losses: number[] = [];
    for (const categories of [[], set.categories]) {
      const config = { characters, ends: true, categories, hidden: 96, embedding: 24 };
      const rnn = CharRnn.create(config, random.split(1));
      const train = nameSequences(rnn, parts.train);
      const steps = 250;
      const learningRate = cosine(1e-2, { steps, end: 1e-4 });
      const model = charRnnTrainable(rnn, { learningRate });
      const examples = train.sequences.length;
      const batches = shuffledBatches({ examples, batchSize: 64, random: random.split(2) }, (ids) =>
        takeSequences(train, ids),
      );
      await fit(model, { batches, steps, random: random.split(3) });
      losses.push((await evaluateSequences(rnn, nameSequences(rnn, parts.test))).loss);
      if (categories.length > 0) {
        const options = {
          eosTokenIds: [rnn.endToken!],
          maxNewTokens: 30,
          tokenizer: rnn.tokenizer,
        };
        const greek = rnn.inCategory('Greek');
        const [best] = await generate(greek, [rnn.promptOf('')], { ...options, numBeams: 4 });
        expect(best!.finishReason).toBe('eos');
        expect(best!.text).toMatch(/^\p{Lu}\p{Ll}+$/u);
      }
      model.dispose();
    }
    const [plain, told] = losses;
    expect(plain).toBeLessThan(bigramLoss(parts.train.names, parts.test.names));
    expect(told).toBeLessThan(plain!);
  });
});

/** What counts of two neighbours, 1 added to each, make of other names, in nats per character, ends among them. */
function bigramLoss(train: readonly string[], test: readonly string[]): number {
  const letters = new Set(['$', ...train.join(''), ...test.join('')]);
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const pairs = (names: readonly string[]) =>
    names.flatMap((name) => [...`${name}$`].map((next, k) => [[...`$${name}`][k]!, next] as const));
  for (const [one, next] of pairs(train)) {
    count(one);
    count(`${one}${next}`);
  }
  const losses = pairs(test).map(
    ([one, next]) =>
      Math.log((counts.get(one) ?? 0) + letters.size) -
      Math.log((counts.get(`${one}${next}`) ?? 0) + 1),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe('splitText', () => {
  it('cuts between code points, and gives each part something', () => {
    expect(splitText('x', 'ab🦀🦀cdefgh')).toEqual({
      name: 'x',
      train: 'ab🦀🦀cdefg',
      validation: 'h',
    });
    expect(splitText('x', '🦀b', { validation: 0.5 }).train).toBe('🦀');
    expect(() => splitText('x', 'a')).toThrow('x has 1 characters; both parts have one at least');
    expect(() => splitText('x', 'ab', { validation: 1 })).toThrow('between 0 and 1; got 1');
  });
});

describe('nameSetOf', () => {
  it('reads a line each, joins accents, and passes over what is empty', () => {
    const set = nameSetOf([
      { category: 'A', text: ' Zoe\u0308 \r\n\r\nBo\rCy\n' },
      { category: 'B', text: 'Bo' },
    ]);
    expect(set.names).toEqual(['Zo\u00eb', 'Bo', 'Cy', 'Bo']);
    expect(set.labels).toEqual(Int32Array.of(0, 0, 0, 1));
    expect(alphabetOf(set)).toBe('BCZoy\u00eb');
    expect(nameSetOf([{ category: null, text: 'a\nb' }]).labels).toBeNull();
    expect(() => nameSetOf([{ category: 'A', text: '\n' }])).toThrow('there is no name');
    expect(() =>
      nameSetOf([
        { category: null, text: 'a' },
        { category: 'B', text: 'b' },
      ]),
    ).toThrow('each is of a category');
  });
});

describe('splitNames', () => {
  it('puts every name into one part, with its category', () => {
    const names = Array.from({ length: 500 }, (_, k) => `n${k % 400}`);
    const set = {
      names,
      categories: ['A', 'B'],
      labels: Int32Array.from(names, (_, k) => (k < 400 ? 0 : 1)),
    };
    const parts = splitNames(set, random);
    const all = [parts.train, parts.validation, parts.test];
    const pairs = all.flatMap((part) => part.names.map((name, k) => `${name} ${part.labels![k]}`));
    expect(pairs.sort()).toEqual(names.map((name, k) => `${name} ${set.labels[k]}`).sort());
    const test = new Set(parts.test.names);
    expect(
      [...parts.train.names, ...parts.validation.names].filter((name) => test.has(name)),
    ).toEqual([]);
    expect(parts.train.names.length).toBeGreaterThan(350);
    expect(splitNames(set, random)).toEqual(parts);
    expect(() => splitNames({ names: ['a'], categories: [], labels: null }, random)).toThrow(
      'names are too few',
    );
  });
});

describe('nameSequences', () => {
  it('refuses a model without ends, and categories that it does not know', () => {
    const set = nameSetOf([{ category: 'A', text: 'ab' }]);
    const make = (config: object) =>
      CharRnn.create({ characters: 'ab', hidden: 2, ...config }, random);
    const plain = make({});
    const other = make({ ends: true, categories: ['B'] });
    const none = make({ ends: true });
    expect(() => nameSequences(plain, set)).toThrow('make the model with { ends: true }');
    expect(() => nameSequences(other, set)).toThrow('A is none of them');
    expect(() => nameSequences(other, nameSetOf([{ category: null, text: 'ab' }]))).toThrow(
      'these names have none',
    );
    expect(nameSequences(none, set)).toEqual({
      sequences: [Int32Array.of(2, 0, 1, 2)],
      categories: null,
    });
    for (const each of [plain, other, none]) each.dispose();
  });

  it('fills shorter names up, and counts nothing there', () => {
    const set = {
      sequences: [Int32Array.of(2, 0, 2), Int32Array.of(2, 0, 1, 0, 2)],
      categories: null,
    };
    const batch = takeSequences(set, [1, 0]);
    expect(batch.tokens).toEqual(Int32Array.of(2, 0, 1, 0, 2, 2, 0, 2, -1, -1));
    expect(() => takeSequences(set, [2])).toThrow('from 0 to 1; got 2');
  });
});

describe('readNames', () => {
  const folder = mkdtempSync(join(tmpdir(), 'names-'));

  it('takes the files of a folder as categories', () => {
    writeFileSync(join(folder, 'Greek.txt'), '\ufeffAdamidis\n');
    writeFileSync(join(folder, 'Dutch.txt'), 'Aalst\n');
    writeFileSync(join(folder, '.hidden.txt'), 'x');
    writeFileSync(join(folder, 'README.md'), 'x');
    const set = readNames(folder);
    expect([set.categories, set.names]).toEqual([
      ['Dutch', 'Greek'],
      ['Aalst', 'Adamidis'],
    ]);
    expect(readNames(join(folder, 'Dutch.txt'))).toEqual(
      nameSetOf([{ category: null, text: 'Aalst' }]),
    );
  });

  it('says what is not there, and what is no text', () => {
    mkdirSync(join(folder, 'empty'));
    writeFileSync(join(folder, 'latin.txt'), Uint8Array.of(0x42, 0xe9));
    writeFileSync(join(folder, 'nothing.txt'), '');
    expect(() => readNames(join(folder, 'empty'))).toThrow('has no lists of names');
    expect(() => readNames(join(folder, 'absent'))).toThrow('no such file');
    expect(() => readTextFile(folder)).toThrow('directory');
    expect(() => readTextFile(join(folder, 'latin.txt'))).toThrow('it is not UTF-8');
    expect(() => readTextFile(join(folder, 'nothing.txt'))).toThrow('is empty');
  });
});
