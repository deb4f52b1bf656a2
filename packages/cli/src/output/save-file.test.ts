import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SaveError, UsageError } from '../errors.ts';
import { saveFile } from './save-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gen-save-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('saveFile', () => {
  it('saveFile never overwrites unless it is asked to', async () => {
    const path = join(folder, 'a.json');
    writeFileSync(path, 'old');
    await expect(saveFile(path, 'new', {})).rejects.toThrow(UsageError);
    expect(readFileSync(path, 'utf8')).toBe('old');
    await saveFile(path, 'new', { force: true });
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('saveFile leaves nothing half-written when it fails or is stopped', async () => {
    const path = join(folder, 'a.csv');
    const stop = new AbortController();
    function* pieces() {
      yield 'first\n';
      stop.abort();
      yield 'second\n';
    }
    await expect(saveFile(path, pieces(), { signal: stop.signal })).rejects.toThrow('abort');
    function* failing() {
      yield 'first\n';
      throw new TypeError('no more');
    }
    await expect(saveFile(path, failing(), {})).rejects.toThrow('no more');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('saveFile never replaces a file that the command uses, not even when forced', async () => {
    const path = join(folder, 'a.csv');
    writeFileSync(path, 'data');
    const options = { force: true, inUse: [join(folder, '.', 'a.csv')] };
    await expect(saveFile(path, 'x', options)).rejects.toThrow('uses that file');
    expect(readFileSync(path, 'utf8')).toBe('data');
  });

  it('saveFile says why it cannot write', async () => {
    const nowhere = join(folder, 'no', 'a.csv');
    await expect(saveFile(nowhere, 'x', {})).rejects.toThrow(SaveError);
    await expect(saveFile(nowhere, 'x', {})).rejects.toThrow('does not exist');
  });
});
