/** What the documents show is what the programs print. Durations and machines aside, which differ from run to run. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { implementations } from '../support/implementations.ts';
import { mnistFiles } from '../support/mnist-files.ts';
import { describeAbsence, itWith, repositoryRoot, sharedData } from '../support/shared-data.ts';
import { blocks, node, printed } from './pages.ts';

const native = implementations.find(({ name }) => name === 'native')!;

/** Times, and the blanks that align them. */
const withoutDurations = (text: string) =>
  text.replace(/ +(native kernel, |read in )[\d.]+ m?s/g, '').trimEnd();

/** Versions and speeds, the platform and its instruction set. */
const withoutMachine = (text: string) =>
  text
    .replace(/on \S+$/gm, 'on ...')
    .replace(/\(\w+, /g, '(..., ')
    .replace(/[\d.]+/g, '0')
    .replace(/threads?/g, 'threads');

describe.each(['README.md', 'README.zh-CN.md'])('%s', (document) => {
  itWith(native.missing)('shows the output of gen fit-ar', () => {
    const output = node(
      ['scripts/gen.mjs', 'fit-ar', 'examples/prices.csv', '--p', '2'],
      repositoryRoot,
    );
    const shown = blocks(document).find(({ text }) => text.startsWith('examples/prices.csv'));
    // The next command depends on how gen was started.
    const body = (text: string) => withoutDurations(text).split('\nnext ')[0];
    expect(body(shown!.text)).toBe(body(output));
  });

  itWith(native.missing)('shows the output of gen doctor', () => {
    const shown = blocks(document).find(({ text }) => text.startsWith('✓ node'));
    const output = node(['scripts/gen.mjs', 'doctor'], repositoryRoot);
    expect(withoutMachine(shown!.text)).toBe(withoutMachine(output));
  });

  itWith(native.missing)('shows what its programs print', async () => {
    const all = blocks(document);
    const programs = [...all.keys()].filter((index) => all[index]!.language === 'ts');
    expect(programs.length).toBe(2);
    for (const index of programs)
      expect(await printed(all[index]!.text)).toBe(all[index + 1]!.text);
  });
});

describe('docs/tensors.md', () => {
  itWith(native.missing)(
    'is one program, read from top to bottom, and shows what it prints',
    async () => {
      const all = blocks('docs/tensors.md');
      const texts = (language: string) =>
        all.filter((block) => block.language === language).map(({ text }) => text);
      expect(await printed(texts('ts').join('\n'))).toBe(texts('').join('\n'));
    },
  );
});

describe.each([
  {
    document: 'docs/vae.md',
    images: 1024,
    ending: '',
    // An untrained model gives every pixel one bit: 784 ln 2 = 543 nats.
    isRight: (told: string) => Number(/elbo: ([\d.]+)/.exec(told)![1]) < 300,
  },
  {
    document: 'docs/gan.md',
    images: 256,
    ending: 'console.log(images.length, images.every((value) => value >= 0 && value <= 1));',
    isRight: (told: string) => told === `${16 * 784} true`,
  },
])('$document', ({ document, images, ending, isRight }) => {
  const files = ['train', 't10k'].flatMap((part) => mnistFiles(part as 'train' | 't10k'));
  const lacking = files.filter((file) => sharedData(file) === null);
  itWith([...native.missing, ...lacking.map(describeAbsence)])(
    'shows a training that runs, here on some of the real images',
    async () => {
      const programs = blocks(document).filter(({ language }) => language === 'ts');
      expect(programs).toHaveLength(1);
      const told = await printed([someOfMnist(images), programs[0]!.text, ending].join('\n'));
      expect(isRight(told), told).toBe(true);
    },
  );
});

test('docs/beam-search.md shows what its program prints', async () => {
  const [program, output] = blocks('docs/beam-search.md');
  expect(await printed(program!.text)).toBe(output!.text);
});

/** The sets `train` and `test` that the documents speak of, but fewer images: no test has minutes. */
function someOfMnist(images: number): string {
  return `
    import { takeImages as imagesAt } from '@ferrogen/core';
    import { selectBackend } from '@ferrogen/core/backends';
    import { loadImageData } from '@ferrogen/core/node';
    import { nativeRung } from '@ferrogen/native/backend';
    await selectBackend({ rungs: [nativeRung] });
    const mnist = await loadImageData(${JSON.stringify(sharedData('images/mnist'))});
    const some = (set, count) => ({ ...set, ...imagesAt(set, Uint32Array.from({ length: count }, (_, k) => k)) });
    const [train, test] = [some(mnist.train, ${images}), some(mnist.test, 500)];`;
}

test('ARCHITECTURE.md has a line for every folder of the sources', () => {
  const [, map] = /## Rooms\n\n```\n([\s\S]*?)\n```/.exec(
    readFileSync(join(repositoryRoot, 'ARCHITECTURE.md'), 'utf8'),
  )!;
  for (const name of readdirSync(join(repositoryRoot, 'packages'))) {
    const sources = join(repositoryRoot, 'packages', name, 'src');
    // From the line of this package to that of the next thing at the margin.
    const room = new RegExp(`^packages/${name}/.*(\\n .*)*`, 'm').exec(map!)?.[0] ?? '';
    const folders = readdirSync(sources, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(sources, path)).isDirectory())
      .map((path) => path.split(sep).at(-1)!);
    const unnamed = folders.filter((folder) => !new RegExp(`\\b${folder}/`).test(room));
    expect(unnamed, `packages/${name}/src`).toEqual([]);
  }
});

test('the documents link only to files that are there', () => {
  const documents = [
    'README.md',
    'README.zh-CN.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'docs/autoregression.md',
    'docs/beam-search.md',
    'docs/csv.md',
    'docs/gan.md',
    'docs/tensors.md',
    'docs/vae.md',
    'examples/README.md',
  ];
  for (const document of documents) {
    const text = readFileSync(join(repositoryRoot, document), 'utf8');
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      const base = document.includes('/') ? document.replace(/[^/]+$/, '') : '';
      expect(existsSync(join(repositoryRoot, base, target!)), `${document}: ${target}`).toBe(true);
    }
  }
});
