/** Commands that can be pasted into a shell: their words, quoted, and names for files that are not there yet. */

import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';

/** A word as a POSIX shell reads it back. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A name that no file here has: `prices.ar2.json`, else `prices.ar2-2.json` and so on. */
export function freeName(source: string, suffix: string, ending: string): string {
  const stem = source === '-' ? 'model' : basename(source, extname(source));
  for (let copy = 1; ; copy++) {
    const name = `${stem}.${suffix}${copy === 1 ? '' : `-${copy}`}${ending}`;
    if (!existsSync(name)) return name;
  }
}

/** The words of a command line without a flag and, where it takes one, its value. */
export function withoutFlag(words: readonly string[], flag: string, takesValue: boolean): string[] {
  const kept: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === `--${flag}`) {
      if (takesValue) i++;
    } else if (!word.startsWith(`--${flag}=`)) {
      kept.push(word);
    }
  }
  return kept;
}
