/** The documents of models of text are programs that print what they show. */

import { describe, expect } from 'vitest';
import { implementations } from '../support/implementations.ts';
import { itWith } from '../support/shared-data.ts';
import { blocks, printed } from './pages.ts';

const native = implementations.find(({ name }) => name === 'native')!;

describe.each(['docs/gpt2.md', 'docs/rnn.md'])('%s', (document) => {
  itWith(native.missing)('is one program, and shows what it prints', async () => {
    const all = blocks(document);
    const texts = (language: string) =>
      all.filter((block) => block.language === language).map(({ text }) => text);
    expect(await printed(texts('ts').join('\n'))).toBe(texts('').join('\n'));
  });
});
