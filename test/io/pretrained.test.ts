/** The models that come with the package: whole, with their sums and cards, and where code, bundlers and npm look for them. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pretrainedNames, pretrainedUrl } from '@ferrogen/core';
import { decodeModelFile } from '@ferrogen/core/io';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../support/shared-data.ts';

const folder = join(repositoryRoot, 'packages/core/pretrained');
const names = readdirSync(folder).flatMap((file) => /^(.*)\.safetensors$/.exec(file)?.[1] ?? []);

test('pretrainedNames and SHA256SUMS name every file', () => {
  expect([...pretrainedNames].sort()).toEqual(names.sort());
  const sums = names.map((name) => {
    const bytes = readFileSync(join(folder, `${name}.safetensors`));
    return `${createHash('sha256').update(bytes).digest('hex')}  ${name}.safetensors\n`;
  });
  expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8')).toBe(sums.join(''));
});

test.each(pretrainedNames)(
  'pretrainedUrl finds %s, in half precision, its card in the header',
  (name) => {
    const bytes = readFileSync(fileURLToPath(pretrainedUrl(name)));
    const { card, tensors } = decodeModelFile(bytes);
    expect(card).toBe(readFileSync(join(folder, `${name}.md`), 'utf8'));
    expect(new Set([...tensors.values()].map(({ dtype }) => dtype))).toEqual(new Set(['F16']));
  },
);

test('all models together are under 2 MB', () => {
  const bytes = names.map((name) => readFileSync(join(folder, `${name}.safetensors`)).length);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(2e6);
});

test('pretrainedUrl refuses a name that is not known', () => {
  expect(() => pretrainedUrl('mnist-classifer' as 'mnist-classifier')).toThrow(
    /did you mean mnist-classifier\?/,
  );
});
