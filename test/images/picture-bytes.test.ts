/**
 * gen sample, gen reconstruct: the files that they save have the bytes recorded here, for a fixed seed, on every backend.
 *
 * A recorded sum must not hang on how a machine rounds. So the models are networks of random weights whose last layer is a
 * thousand million times too large: every pixel is black or white, and which one is a matter of a sign, far from zero.
 */

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '@ferrogen/cli';
import { Prng, parseIdx } from '@ferrogen/core';
import { Gan, ganToFile, Vae, vaeToFile } from '@ferrogen/core/images';
import { encodeModelFile, type ModelFile } from '@ferrogen/core/io';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeTinyImages } from '../cli/tiny-images.ts';
import { overBackends } from '../support/tensor-backends.ts';

const folder = mkdtempSync(join(tmpdir(), 'ferrogen-pictures-'));
const [vaePath, ganPath, tiny] = ['vae', 'gan', 'tiny'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const drawing = join(folder, 'drawing.png');

beforeAll(async () => {
  writeTinyImages(tiny);
  const size = { height: 8, width: 8 };
  const vae = Vae.create(
    { ...size, architecture: 'mlp', hidden: 16, depth: 1, encoderDepth: 1 },
    new Prng(1),
  );
  const gan = Gan.create({ ...size, classes: 10, generatorChannels: 32 }, new Prng(2));
  saveSaturated(vaePath, await vaeToFile(vae), 'logits.weight');
  saveSaturated(ganPath, await ganToFile(gan, null, { generatorOnly: true }), 'up2.weight');
  for (const model of [vae, gan]) model.dispose();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Saves a model with the weights of that name a thousand million times as large. */
function saveSaturated(path: string, file: ModelFile, name: string): void {
  const tensors = new Map(file.tensors);
  const [found] = [...tensors.keys()].filter((each) => each.endsWith(name));
  const { dtype, shape, values } = tensors.get(found!)!;
  if (dtype !== 'F32') throw new Error(`${name} is ${dtype}`);
  tensors.set(found!, { dtype, shape, values: values.map((each) => 1e9 * each) });
  writeFileSync(path, encodeModelFile({ ...file, tensors }));
}

interface Case {
  readonly title: string;
  readonly words: readonly string[];
  /** Whether another seed is another picture. */
  readonly isDrawn: boolean;
  /** First digits of the sha256 of what is saved with seed 1, by the ending of the file. */
  readonly sums: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  {
    title: 'gen sample vae --grid 20',
    words: ['sample', vaePath, '--grid', '20'],
    isDrawn: false,
    sums: { png: '5a02271af706c3fa', gif: '6b11e30707ced606', idx: '2ec000ca2a2c43a6' },
  },
  {
    title: 'gen sample gan --class 7 --n 64',
    words: ['sample', ganPath, '--class', '7', '--n', '64'],
    isDrawn: true,
    sums: { png: '8f6b9bfe25d6ca81', gif: 'd14c0f4a8fa257db', idx: 'c9fb5b7cebbfcabb' },
  },
  {
    title: 'gen reconstruct of a data set',
    words: ['reconstruct', vaePath, tiny],
    isDrawn: true,
    sums: { png: 'e09bd1f93c2f9209', idx: 'fc7c8502403b1a41' },
  },
  {
    title: 'gen reconstruct of a PNG',
    words: ['reconstruct', vaePath, drawing],
    isDrawn: false,
    sums: { png: '283aa8d32867721d', idx: '8aafcea24cc57e5d' },
  },
  {
    title: 'gen sample vae --interpolate, linear',
    words: ['sample', vaePath, '--interpolate', '7', '--way', 'linear'],
    isDrawn: true,
    sums: { png: 'a1999b4799e56868', gif: '5127ec0bd961ab84', idx: '27c149fc7f7a2ff9' },
  },
  {
    title: 'gen sample vae --interpolate, slerp',
    words: ['sample', vaePath, '--interpolate', '7', '--way', 'slerp'],
    isDrawn: true,
    sums: { png: '8fd96e1c6c9eecad', gif: '1b62aed705590e90', idx: 'facae02bad78d6fa' },
  },
  {
    title: 'gen sample gan --interpolate, linear',
    words: ['sample', ganPath, '--interpolate', '7', '--way', 'linear'],
    isDrawn: true,
    sums: { png: '1bee05392cc6587e', gif: 'd0990c0f5e2d7cf0', idx: '1e882c586c065041' },
  },
  {
    title: 'gen sample gan --interpolate, slerp',
    words: ['sample', ganPath, '--interpolate', '7', '--way', 'slerp'],
    isDrawn: true,
    sums: { png: 'd8cba2ed0fc3fac1', gif: '7299471ccebdc359', idx: '8f4eac2d38322c94' },
  },
];

describe('pictures', () => {
  overBackends((backend, it) => {
    for (const { title, words, isDrawn, sums } of cases)
      it(`${title} saves the bytes of its seed`, async () => {
        if (words.includes(drawing))
          await gen(['sample', vaePath, '--grid', '3', '--out', drawing]);
        const saved: Record<string, string> = {};
        const save = async (ending: string, seed: string) => {
          const path = join(folder, `picture.${ending}`);
          await gen([...words, '--backend', backend, '--seed', seed, '--out', path]);
          return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
        };
        for (const ending of Object.keys(sums)) saved[ending] = await save(ending, '1');
        expect(saved).toEqual(sums);
        // What the sums rest upon.
        const { values } = parseIdx(readFileSync(join(folder, 'picture.idx')));
        expect(new Set(values)).toEqual(new Set([0, 255]));
        expect((await save('png', '2')) === sums.png).toBe(!isDrawn);
      });
  });
});

/** Runs a command in this process; it leaves no tensor behind. */
async function gen(words: readonly string[]): Promise<void> {
  const told: string[] = [];
  const write = async (text: string) => {
    told.push(text);
  };
  const stream = { isTTY: false, columns: null, rows: null, write };
  const before = memory().numTensors;
  const code = await main([...words, '--force'], {
    stdin: { isTTY: false, chunks: async function* () {} },
    stdout: stream,
    stderr: stream,
    env: {},
    program: 'gen',
    signal: new AbortController().signal,
    now: () => performance.now(),
  });
  expect(code, told.join('')).toBe(0);
  expect(memory().numTensors).toBe(before);
}
