/** What the READMEs show is what the programs print. Durations aside, which differ from run to run. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { implementations } from '../support/implementations.ts';
import { itWith, repositoryRoot } from '../support/shared-data.ts';

const native = implementations.find(({ name }) => name === 'native')!;

/** Fenced blocks of a document, in order: the language and the text. */
function blocks(document: string): { language: string; text: string }[] {
  const text = readFileSync(join(repositoryRoot, document), 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)\n```$/gm)].map(([, language, body]) => ({
    language: language!,
    text: body!,
  }));
}

const node = (args: readonly string[], cwd: string) =>
  execFileSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, npm_lifecycle_event: 'gen', NO_COLOR: '1', LANG: 'C.UTF-8' },
  });

/** Times, and the blanks that align them. */
const withoutDurations = (text: string) =>
  text.replace(/ +(native kernel, |read in )[\d.]+ m?s/g, '').trimEnd();

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

  itWith(native.missing)('shows what its lines of library use print', () => {
    const all = blocks(document);
    const code = all.findIndex(({ language }) => language === 'ts');
    const output = node(
      ['--input-type=module', '-e', all[code]!.text],
      join(repositoryRoot, 'examples'),
    );
    expect(all[code + 1]!.text).toBe(output.trimEnd());
  });
});

test('the documents link only to files that are there', () => {
  const documents = [
    'README.md',
    'README.zh-CN.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'docs/autoregression.md',
    'docs/csv.md',
  ];
  for (const document of documents) {
    const text = readFileSync(join(repositoryRoot, document), 'utf8');
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      const base = document.includes('/') ? document.replace(/[^/]+$/, '') : '';
      expect(existsSync(join(repositoryRoot, base, target!)), `${document}: ${target}`).toBe(true);
    }
  }
});
