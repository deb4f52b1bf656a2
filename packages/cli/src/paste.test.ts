import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellQuote, withoutFlag } from './paste.ts';

describe('shellQuote', () => {
  it('shellQuote leaves plain words alone', () => {
    expect(shellQuote('data/prices-2.csv')).toBe('data/prices-2.csv');
    expect(shellQuote("it's")).toBe("'it'\\''s'");
  });

  it.skipIf(process.platform === 'win32')('shellQuote is undone by a shell', () => {
    const words = fc
      .sample(fc.string({ minLength: 1 }), 100)
      .filter((word) => !word.includes('\0'));
    const script = words.map((word) => `printf '%s\\0' ${shellQuote(word)}`).join('\n');
    const echoed = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
    expect(echoed.split('\0').slice(0, -1)).toEqual(words);
  });
});

describe('withoutFlag', () => {
  it('withoutFlag takes a flag out in either spelling', () => {
    const words = ['fit-ar', 'a.csv', '--report', 'x.html', '--p=2', '--report=y.html', '--force'];
    expect(withoutFlag(words, 'report', true)).toEqual(['fit-ar', 'a.csv', '--p=2', '--force']);
    expect(withoutFlag(words, 'force', false)).not.toContain('--force');
  });
});
