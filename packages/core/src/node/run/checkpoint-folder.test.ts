/**
 * saveCheckpoint, stopped: before each call of the file system in turn it is killed (nothing more is done), or told that the
 * disk is full. Whatever the call, the checkpoints before are whole, and the next attempt succeeds.
 */

import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TrainingState } from '../../train/state.ts';
import { readCheckpoint, saveCheckpoint } from './checkpoint-folder.ts';

/** Calls that change the disk, after how many of them to stop, and how. */
const disk = vi.hoisted(() => ({
  calls: 0,
  stopAt: Number.POSITIVE_INFINITY,
  dead: false,
  kills: true,
}));

vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs')>();
  const changing = [
    'mkdirSync',
    'openSync',
    'writeSync',
    'fsyncSync',
    'renameSync',
    'rmSync',
  ] as const;
  const stoppable = Object.fromEntries(
    changing.map((name) => [
      name,
      (...args: unknown[]) => {
        if (!disk.dead && disk.calls++ === disk.stopAt) {
          if (!disk.kills)
            throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: name });
          disk.dead = true;
        }
        if (disk.dead) throw new Error('killed');
        return (original[name] as (...args: unknown[]) => unknown)(...args);
      },
    ]),
  );
  return { ...original, ...stoppable };
});

function checkpointAt(step: number) {
  const state: TrainingState = {
    step,
    random: { seed: 1, key: [1, 0] },
    batchSize: 1,
    batchesPerEpoch: 1,
    epochLosses: {},
    backend: 'cpu',
    variables: new Map([['w', { dtype: 'F32', shape: [1], values: Float32Array.of(step) }]]),
    optimizers: new Map(),
  };
  const event = { kind: 'checkpoint', step, epoch: step, reason: 'scheduled' } as const;
  return { model: { kind: 'toy', config: {}, card: null }, state, event };
}

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'ferrogen-stopped-'));
  for (const step of [1, 2]) saveCheckpoint(folder, checkpointAt(step));
});
afterEach(() => {
  Object.assign(disk, { dead: false, stopAt: Number.POSITIVE_INFINITY });
  fs.rmSync(folder, { recursive: true });
});

/** Saves a third checkpoint and stops it before call number `stopAt`; whether there was such a call. */
function stopped(stopAt: number, kills: boolean): unknown {
  Object.assign(disk, { calls: 0, stopAt, kills });
  try {
    saveCheckpoint(folder, checkpointAt(3));
    return null;
  } catch (error) {
    return error;
  } finally {
    Object.assign(disk, { dead: false, stopAt: Number.POSITIVE_INFINITY });
  }
}

describe('saveCheckpoint', () => {
  test('killed before any call leaves the newest checkpoint whole, and can be called again', () => {
    let calls = 0;
    const newest = new Set<number>();
    for (; stopped(calls, true) !== null; calls++) {
      const { step } = readCheckpoint(folder).state;
      newest.add(step);
      if (step === 2) saveCheckpoint(folder, checkpointAt(3));
      expect(readCheckpoint(folder).state.variables).toEqual(checkpointAt(3).state.variables);
      fs.rmSync(folder, { recursive: true });
      for (const each of [1, 2]) saveCheckpoint(folder, checkpointAt(each));
    }
    expect(calls).toBeGreaterThan(20);
    expect(newest).toEqual(new Set([2, 3]));
  });

  test('told that the disk is full says so, leaves what was there, and can be called again', () => {
    let calls = 0;
    for (; ; calls++) {
      const error = stopped(calls, false);
      if (error === null) break;
      expect(error).toMatchObject({ name: 'FileError', code: 'FILE_NO_SPACE' });
      const left = fs.readdirSync(folder).filter((name) => !name.includes('-removed'));
      if (!left.includes('step-3')) {
        expect(left.sort()).toEqual(['step-1', 'step-2']);
        saveCheckpoint(folder, checkpointAt(3));
      }
      expect(readCheckpoint(folder).state.step).toBe(3);
      fs.rmSync(folder, { recursive: true });
      for (const each of [1, 2]) saveCheckpoint(folder, checkpointAt(each));
    }
    expect(calls).toBeGreaterThan(20);
  });
});
