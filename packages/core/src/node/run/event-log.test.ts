/** EventLog on a disk that fills up: an event is in the log as a whole, or the caller is told. */

import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TrainingEvent } from '../../train/events.ts';
import { EventLog, readEvents } from './event-log.ts';

/** Bytes that the disk still takes. */
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY }));

vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs')>();
  /** As the system does it: a write takes what there is room for, and the next one fails. */
  const writeSync = (file: number, bytes: Uint8Array, offset: number, length: number): number => {
    if (disk.room === 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    const taken = original.writeSync(file, bytes, offset, Math.min(length, disk.room));
    disk.room -= taken;
    return taken;
  };
  return { ...original, writeSync };
});

const eventAt = (step: number): TrainingEvent => ({
  kind: 'step',
  step,
  epoch: 1,
  losses: { loss: 1 / step },
  seconds: 0.5,
  examplesPerSecond: 2,
});

let path: string;
beforeEach(() => {
  path = join(fs.mkdtempSync(join(tmpdir(), 'ferrogen-log-')), 'log.jsonl');
});
afterEach(() => {
  disk.room = Number.POSITIVE_INFINITY;
  fs.rmSync(join(path, '..'), { recursive: true });
});

test('EventLog holds the events that it took, whatever byte the disk was full at', () => {
  const length = JSON.stringify(eventAt(2)).length + 1;
  for (let room = 0; room < length; room++) {
    fs.rmSync(path, { force: true });
    const log = new EventLog(path);
    log.append(eventAt(1));
    disk.room = room;
    expect(() => log.append(eventAt(2))).toThrow(
      expect.objectContaining({ name: 'FileError', code: 'FILE_NO_SPACE' }),
    );
    disk.room = Number.POSITIVE_INFINITY;
    log.append(eventAt(3));
    log.close();
    expect(readEvents(path)).toEqual([eventAt(1), eventAt(3)]);
  }
});
