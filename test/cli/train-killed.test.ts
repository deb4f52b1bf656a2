/** gen train: killed without warning and resumed, a run has the bytes of one that was left alone. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { uniformNumbers } from '../support/operation-check.ts';
import { binary, cleanEnvironment, exampleFolder, gen } from './gen.ts';
import { writeTinyImages } from './tiny-images.ts';

const STEPS = 240;
const SIZE = `--batch-size 16 --seed 1 --steps ${STEPS}`;
/** When the process is killed: as it begins, after some steps, or while it saves. */
type Moment = 'begun' | 'trained' | 'saving';

/** Steps that a life lasts at the most, where the looks at its folder miss that it saves. */
const LONGEST = 30;

// Ten kills in all. There are six steps to a checkpoint, and so few steps to a kill that no life comes to its end.
const cases: { kind: string; words: string; moments: Moment[] }[] = [
  {
    kind: 'vae',
    words: '--config architecture=mlp --config hidden=16',
    moments: ['begun', 'saving', 'trained', 'saving'],
  },
  {
    kind: 'gan',
    words: '--config generator-channels=8 --config discriminator-channels=4',
    moments: ['begun', 'trained', 'saving'],
  },
  {
    kind: 'classifier',
    words: '--config network=mlp --config hidden=16',
    moments: ['saving', 'trained', 'saving'],
  },
];

const folder = exampleFolder();
const run = (words: string) => gen(words.split(' '), { cwd: folder });

beforeAll(() => writeTinyImages(join(folder, 'tiny')));

// At once: much of their time they wait for the disk.
describe.concurrent('gen train', () => {
  for (const { kind, words, moments } of cases)
    it(`gen train ${kind}, killed ${moments.length} times and resumed each time, leaves the files of a run left alone`, async () => {
      const begin = `train ${kind} --data tiny ${words} ${SIZE} --out`;
      const alone = run(`${begin} ${kind}-alone`);
      const killed = join(folder, `${kind}-killed`);
      const uniform = uniformNumbers(kind.length);
      for (const [life, moment] of moments.entries()) {
        const words = life === 0 ? `${begin} ${killed}` : `train ${kind} --resume ${killed}`;
        await killAt(moment, start(words), killed, uniform);
      }
      const last = await run(`train ${kind} --resume ${killed}`);
      expect(last.stderr).not.toContain('error');
      expect(last.code).toBe(0);
      expect((await alone).code).toBe(0);

      expect(contentsOf(killed)).toEqual(contentsOf(join(folder, `${kind}-alone`)));
    });
});

describe('gen train --resume', () => {
  it('gen train --resume of a run that was killed before its first checkpoint says so, and begins again', async () => {
    const begin = 'train vae --data tiny --config architecture=mlp --batch-size 48 --seed 3';
    expect((await run(`${begin} --steps 2 --out whole`)).code).toBe(0);
    const { settings, log } = {
      settings: readFileSync(join(folder, 'whole/settings.json')),
      log: readFileSync(join(folder, 'whole/log.jsonl'), 'utf8'),
    };
    mkdirSync(join(folder, 'early/samples'), { recursive: true });
    writeFileSync(join(folder, 'early/settings.json'), settings);
    writeFileSync(join(folder, 'early/log.jsonl'), `${log.split('\n')[0]}\n{"kind":"st`);
    const { code, stderr } = await run('train vae --resume early');
    expect(stderr).toContain(
      'note: early was stopped before its first checkpoint; it begins again\n',
    );
    expect(code).toBe(0);
    expect(contentsOf(join(folder, 'early'))).toEqual(contentsOf(join(folder, 'whole')));
  });

  it('gen train --resume of a run that was killed before its settings were there says how to begin it anew', async () => {
    mkdirSync(join(folder, 'nothing'));
    writeFileSync(join(folder, 'nothing/log.jsonl'), '');
    const begin =
      'train vae --data tiny --config architecture=mlp --steps 1 --seed 1 --out nothing';
    for (const words of ['train vae --resume nothing', begin]) {
      const { code, stderr } = await run(words);
      expect(stderr).toMatch(/^hint: .*--force/m);
      expect(code).toBeGreaterThan(1);
    }
    expect((await run(`${begin} --force`)).code).toBe(0);
  });

  it('gen train --resume does not begin again where checkpoints were there and are lost', async () => {
    mkdirSync(join(folder, 'lost/checkpoint'), { recursive: true });
    for (const file of ['settings.json', 'log.jsonl', 'model.safetensors'])
      writeFileSync(join(folder, 'lost', file), readFileSync(join(folder, 'whole', file)));
    const before = contentsOf(join(folder, 'lost'));
    const { code, stderr } = await run('train vae --resume lost');
    expect(stderr).toContain('there is no checkpoint here');
    expect(code).toBe(3);
    expect(contentsOf(join(folder, 'lost'))).toEqual(before);
  });
});

function start(words: string): ChildProcess {
  return spawn(process.execPath, [binary, ...words.split(' ')], {
    cwd: folder,
    env: cleanEnvironment(),
    stdio: 'ignore',
  });
}

/** Kills it at such a moment, and a little later by chance. */
async function killAt(moment: Moment, child: ChildProcess, path: string, uniform: () => number) {
  const closed = once(child, 'close');
  const isOver = () => child.exitCode !== null;
  const wait = async (isTime: () => boolean) => {
    while (!isTime() && !isOver()) await sleep(1);
  };
  const isNew = await newLines(path);
  await wait(() => existsSync(join(path, 'settings.json')));
  if (moment !== 'begun') await wait(() => isNew(1 + Math.floor(12 * uniform())));
  if (moment === 'saving') await wait(() => isSaving(path) || isNew(LONGEST));
  await sleep(4 * uniform());
  child.kill('SIGKILL');
  const [, signal] = (await closed) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
}

/** Tells whether so many steps were made from now on. A run that is taken up has its log cut back first, to what was there. */
async function newLines(path: string): Promise<(count: number) => boolean> {
  const log = join(path, 'log.jsonl');
  const lines = () =>
    existsSync(log) ? readFileSync(log, 'utf8').split('"kind":"step"').length - 1 : 0;
  const before = lines();
  return (count) => lines() >= before + count;
}

function isSaving(path: string): boolean {
  const checkpoints = join(path, 'checkpoint');
  return (
    existsSync(checkpoints) && readdirSync(checkpoints).some((name) => name.startsWith('.partial'))
  );
}

/** Every byte of a run by the names of its files, without the times of its log. */
function contentsOf(path: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => /\.\w+$|SUMS$/.test(name));
  return Object.fromEntries(
    files.map((name) => {
      const bytes = readFileSync(join(path, name));
      const text = name.endsWith('.jsonl')
        ? bytes.toString().replace(/"(seconds|examplesPerSecond)":[^,}]+/g, '')
        : bytes.toString('base64');
      return [name, text];
    }),
  );
}
