/** What files and folders become where the system takes a part of what it is told, or somebody else is at the same place. */

import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeFolder } from './make-folder.ts';
import { EventLog, readEvents } from './run/event-log.ts';
import { writeFileAtomically } from './write-file.ts';

const system = vi.hoisted(() => ({ most: Number.POSITIVE_INFINITY, isMadeMeanwhile: false }));

vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs')>();
  return {
    ...original,
    writeSync: (file: number, data: Uint8Array, from: number, length: number) =>
      original.writeSync(file, data, from, Math.min(length, system.most)),
    mkdirSync: (path: string) => {
      if (system.isMadeMeanwhile) original.mkdirSync(path);
      return original.mkdirSync(path);
    },
  };
});

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'ferrogen-write-'));
});
afterEach(() => {
  Object.assign(system, { most: Number.POSITIVE_INFINITY, isMadeMeanwhile: false });
  fs.rmSync(folder, { recursive: true });
});

test('EventLog and writeFileAtomically write all of it where the system takes a few bytes a time', () => {
  system.most = 5;
  const event = { kind: 'checkpoint', step: 12, epoch: 3, reason: 'scheduled' } as const;
  const log = new EventLog(join(folder, 'log.jsonl'));
  log.append(event);
  log.append(event);
  log.close();
  expect(readEvents(join(folder, 'log.jsonl'))).toEqual([event, event]);
  writeFileAtomically(join(folder, 'file'), [Buffer.from('many more bytes')]);
  expect(fs.readFileSync(join(folder, 'file'), 'utf8')).toBe('many more bytes');
});

test('makeFolder is content where another process makes the folders first', () => {
  system.isMadeMeanwhile = true;
  makeFolder(join(folder, 'runs', 'toy'));
  expect(fs.statSync(join(folder, 'runs', 'toy')).isDirectory()).toBe(true);
});

test('writeFileAtomically tells why it cannot write, not why it cannot tidy up', () => {
  fs.writeFileSync(join(folder, 'file'), '');
  const refused = expect.objectContaining({ name: 'FileError', code: 'FILE_UNWRITABLE' });
  expect(() => writeFileAtomically(join(folder, 'file', 'model'), [])).toThrow(refused);
});
