/** train, RunFolder: killed without warning and resumed, a training gives the bytes of one that was left alone. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEvents } from '@ferrogen/core/node';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { bundleProgram, type NodeProgram } from '../support/node-program.ts';
import { uniformNumbers } from '../support/operation-check.ts';
import { itWith, repositoryRoot } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';

const KILLS = 10;
const STEPS = 150;
// Twelve lives of three backends, on a machine that may have more to do.
vi.setConfig({ testTimeout: 120_000 });
const folder = mkdtempSync(join(tmpdir(), 'ferrogen-killed-'));
let program: NodeProgram;
beforeAll(async () => {
  program = await bundleProgram(join(repositoryRoot, 'test/train/toy-run.ts'));
});
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true, force: true });
});

// At once: most of the time they wait for the disk, and for long on a busy machine.
describe.concurrent('train', { timeout: 120_000 }, () => {
  for (const { name: backend, lacking } of tensorBackends)
    itWith(lacking)(
      `killed at ${KILLS} random points on ${backend}, resumed each time, the files are those of one left alone`,
      async () => {
        const alone = join(folder, `${backend}-alone`);
        const killed = join(folder, `${backend}-killed`);
        const finished = finish(start(backend, alone));
        const uniform = uniformNumbers(backend.length);
        for (let kill = 0; kill < KILLS; kill++) {
          // So few steps that ten lives never come to the end; some end before the first checkpoint.
          const steps = 1 + Math.floor(uniform() * 14);
          await killAfter(start(backend, killed), steps, 8 * uniform());
        }
        await finish(start(backend, killed));
        await finished;

        expect(filesOf(killed)).toEqual(filesOf(alone));
        expect(eventsOf(killed)).toEqual(eventsOf(alone));
        expect(eventsOf(alone).filter(({ kind }) => kind === 'step').length).toBe(STEPS);
      },
    );
});

/** A program at work, and what it has said on stderr. */
interface Life {
  readonly child: ChildProcess;
  readonly complaints: string[];
}

function start(backend: string, run: string): Life {
  const child = spawn(process.execPath, [program.path, backend, run]);
  const complaints: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  return { child, complaints };
}

/** Waits for the end, which must be a good one. */
async function finish({ child, complaints }: Life): Promise<void> {
  child.stdout!.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code, complaints.join('')).toBe(0);
}

/** Kills it so many milliseconds after so many steps. */
async function killAfter({ child, complaints }: Life, steps: number, milliseconds: number) {
  const closed = once(child, 'close');
  await new Promise<void>((resolve) => {
    let made = 0;
    child.stdout!.on('data', (dots: Buffer) => {
      made += dots.length;
      if (made >= steps) resolve();
    });
    child.on('close', () => resolve());
  });
  await sleep(milliseconds);
  child.kill('SIGKILL');
  const [, signal] = (await closed) as [number | null, string | null];
  expect(signal, complaints.join('')).toBe('SIGKILL');
}

/** Bytes of the model and of the newest checkpoint, by name. */
function filesOf(run: string): Record<string, string> {
  const checkpoint = join('checkpoint', `step-${STEPS}`);
  const paths = ['model.safetensors'];
  for (const name of readdirSync(join(run, checkpoint))) paths.push(join(checkpoint, name));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(run, path), 'base64')]));
}

/** The log without its times. */
function eventsOf(run: string) {
  return readEvents(join(run, 'log.jsonl')).map((event) => {
    const { seconds, examplesPerSecond, ...rest } = { seconds: 0, examplesPerSecond: 0, ...event };
    return rest;
  });
}
