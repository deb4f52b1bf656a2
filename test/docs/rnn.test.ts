/** docs/rnn.md is a program that prints what it shows. */

import { expect } from 'vitest';
import { implementations } from '../support/implementations.ts';
import { itWith } from '../support/shared-data.ts';
import { blocks, printed } from './pages.ts';

const native = implementations.find(({ name }) => name === 'native')!;

itWith(native.missing)('docs/rnn.md is one program, and shows what it prints', async () => {
  const all = blocks('docs/rnn.md');
  const texts = (language: string) =>
    all.filter((block) => block.language === language).map(({ text }) => text);
  expect(await printed(texts('ts').join('\n'))).toBe(texts('').join('\n'));
});
