/** gen train, sample, reconstruct and eval on full and read-only disks, on runs of another model and on damaged ones. */

import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exampleFolder, gen, type Run } from './gen.ts';
import { mountDisk, setWritable } from './mounted-disk.ts';
import { writeTinyImages } from './tiny-images.ts';

const folder = exampleFolder();
const inFolder = (...path: string[]) => join(folder, ...path);
const run = (words: string): Promise<Run> => gen(words.split(' '), { cwd: folder });
const disk = mountDisk(inFolder('disk'), '1m');

const vae =
  'train vae --data tiny --config hidden=16 --config architecture=mlp --batch-size 16 --seed 1';
const gan =
  'train gan --data tiny --config generator-channels=8 --config discriminator-channels=4 --batch-size 16 --seed 1';

beforeAll(async () => {
  writeTinyImages(inFolder('tiny'));
  for (const words of [`${vae} --steps 12 --out v`, `${gan} --steps 12 --out g`]) {
    const { code, stderr } = await run(words);
    if (code !== 0) throw new Error(stderr);
  }
}, 120_000);

/** Runs it, and expects to be refused in words: an error of one line, one hint at most, no result. */
async function refused(words: string, code: number, ...told: readonly string[]): Promise<void> {
  const result = await run(words);
  for (const text of told) expect(result.stderr).toContain(text);
  expect(result.stderr).toMatch(/^(note: .*\n|seed \d+\n)*error: .+\n(hint: .+\n)?$/);
  expect(result.code, result.stderr).toBe(code);
  expect(result.stdout).toBe('');
}

/** Every byte below a folder, by path. */
function contentsOf(path: string): Record<string, string> {
  const names = readdirSync(inFolder(path), { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => /\.\w+$|SUMS$/.test(name));
  return Object.fromEntries(
    files.map((name) => [name, readFileSync(inFolder(path, name), 'base64')]),
  );
}

/** The run of the VAE again, as it was. */
function freshRun(): void {
  rmSync(inFolder('fresh'), { recursive: true, force: true });
  cpSync(inFolder('v'), inFolder('fresh'), { recursive: true });
}

function change(path: string, edit: (bytes: Buffer) => Uint8Array): void {
  writeFileSync(inFolder(path), edit(readFileSync(inFolder(path))));
}

describe('gen train --resume', () => {
  const lengths: [string, (size: number) => number][] = [
    ['model.safetensors', () => 0],
    ['optimizer.safetensors', () => 7],
    ['state.json', (size) => size >> 1],
    ['SHA256SUMS', (size) => size - 1],
  ];

  it.each(lengths)(
    'gen train --resume refuses a checkpoint whose %s ends early, and changes nothing',
    async (file, keep) => {
      freshRun();
      change(`fresh/checkpoint/step-12/${file}`, (bytes) => bytes.subarray(0, keep(bytes.length)));
      const before = contentsOf('fresh');
      await refused(
        'train vae --resume fresh',
        3,
        'fresh/checkpoint/step-12: this checkpoint is damaged',
        'hint: the one of step 6 can be taken in its place with --previous',
      );
      expect(contentsOf('fresh')).toEqual(before);
    },
  );

  it('gen train --resume --previous of a run with a changed byte ends with the bytes of the run', async () => {
    freshRun();
    change('fresh/checkpoint/step-12/model.safetensors', (bytes) => {
      bytes[bytes.length - 5]! ^= 4;
      return bytes;
    });
    await refused('train vae --resume fresh', 3, 'model.safetensors is not what SHA256SUMS says');
    const { code } = await run('train vae --resume fresh --previous');
    expect(code).toBe(0);
    expect(existsSync(inFolder('fresh/checkpoint/damaged-step-12'))).toBe(true);
    rmSync(inFolder('fresh/checkpoint/damaged-step-12'), { recursive: true });
    const withoutTimes = (contents: Record<string, string>) => ({ ...contents, 'log.jsonl': '' });
    expect(withoutTimes(contentsOf('fresh'))).toEqual(withoutTimes(contentsOf('v')));
  });

  it('gen train --resume refuses where both checkpoints are damaged', async () => {
    freshRun();
    for (const step of [6, 12])
      change(`fresh/checkpoint/step-${step}/state.json`, () => Buffer.of());
    await refused('train vae --resume fresh', 3, 'step-12: this checkpoint is damaged');
    await refused('train vae --resume fresh --previous', 3, 'step-6: this checkpoint is damaged');
  });

  it('gen train --resume refuses checkpoints of another model under the settings of a run, and changes nothing', async () => {
    await refused('train gan --resume v', 2, 'v is the run of a vae, not of a gan');
    freshRun();
    cpSync(inFolder('g/settings.json'), inFolder('fresh/settings.json'));
    const before = contentsOf('fresh');
    await refused('train gan --resume fresh', 2, 'fresh: its model is a vae, not a gan');
    expect(contentsOf('fresh')).toEqual(before);
  });

  it('gen train --resume refuses settings that are none', async () => {
    for (const text of ['', '{', '[]', '{"kind":"run-settings","model":"vae"}']) {
      freshRun();
      change('fresh/settings.json', () => Buffer.from(text));
      await refused('train vae --resume fresh', 3, 'settings.json does not say how');
    }
  });

  it.skipIf(disk === null)(
    'gen train --resume on a read-only disk, or a full one, leaves the run as it is',
    async () => {
      cpSync(inFolder('v'), inFolder('disk/v'), { recursive: true });
      const before = contentsOf('disk/v');
      const longer = 'train vae --resume disk/v --steps 24';
      setWritable(disk!, false);
      await refused(
        longer,
        1,
        'no permission to write this',
        'hint: name a place that may be written',
      );
      // What it holds can be used all the same.
      expect((await run('sample disk/v --n 4 --seed 1')).code).toBe(0);
      expect((await run('inspect disk/v')).code).toBe(0);
      setWritable(disk!, true);
      expect(contentsOf('disk/v')).toEqual(before);
      fillUp();
      await refused(longer, 1, 'no space left to write this', 'hint: make room');
      expect(contentsOf('disk/v')).toEqual(before);
      rmSync(inFolder('disk/full'));
      expect((await run(longer)).code).toBe(0);
      rmSync(inFolder('disk/v'), { recursive: true });
    },
  );
});

describe.skipIf(disk === null)('gen on a disk that takes nothing', () => {
  const cases = [
    'sample v --n 4 --seed 1 --out disk/x.png',
    'sample g --n 4 --seed 1 --labels-out disk/x.idx',
    'reconstruct v tiny --n 2 --seed 1 --out disk/x.png',
    `${vae} --steps 1 --out disk/run`,
    `${vae} --steps 1 --out elsewhere --report disk/page.html`,
  ];

  afterEach(() => {
    setWritable(disk!, true);
    for (const name of readdirSync(disk!)) rmSync(join(disk!, name), { recursive: true });
    rmSync(inFolder('elsewhere'), { recursive: true, force: true });
  });

  it.each(cases)('gen %s: the disk is full', async (words) => {
    fillUp();
    const { code, stderr } = await run(words);
    expect(stderr).toMatch(/^error: .*(the disk is full|no space left to write this)$/m);
    expect(code).toBe(1);
    expect(readdirSync(disk!).filter((name) => name !== 'full' && name !== 'run')).toEqual([]);
  });

  it.each(cases)('gen %s: the disk is read-only', async (words) => {
    setWritable(disk!, false);
    await refused(words, 1, 'disk');
    // What needs no training is refused before it.
    expect(existsSync(inFolder('elsewhere'))).toBe(false);
    expect(readdirSync(disk!)).toEqual([]);
  });
});

/** Leaves no block of the disk free. */
function fillUp(): void {
  for (;;)
    try {
      writeFileSync(join(disk!, 'full'), Buffer.alloc(4096), { flag: 'a' });
    } catch {
      return;
    }
}

describe('gen of a model file that is not whole', () => {
  const commands = [
    'sample fresh --n 2 --seed 1',
    'reconstruct fresh tiny --n 2 --seed 1',
    'eval fresh --seed 1',
  ];

  it.each(commands)('gen %s: the model is cut short', async (words) => {
    freshRun();
    change('fresh/model.safetensors', (bytes) => bytes.subarray(0, bytes.length >> 1));
    await refused(words, 3, 'fresh/model.safetensors: this is not the model of any checkpoint');
    rmSync(inFolder('fresh/checkpoint'), { recursive: true });
    await refused(words, 3, 'fresh/model.safetensors');
  });

  it('gen sample of a run with one changed weight, which --resume mends', async () => {
    freshRun();
    change('fresh/model.safetensors', (bytes) => {
      bytes[bytes.length - 1]! ^= 64;
      return bytes;
    });
    await refused('sample fresh --n 2 --seed 1', 3, 'not the model of any checkpoint', 'hint: ');
    // By its own path it is somebody's file, which we know nothing of.
    expect((await run('sample fresh/model.safetensors --n 2 --seed 1')).code).toBe(0);
    expect((await run('train vae --resume fresh')).code).toBe(0);
    expect((await run('sample fresh --n 2 --seed 1')).code).toBe(0);
  });

  it('gen sample of a run whose checkpoints were removed takes its model as it is', async () => {
    freshRun();
    rmSync(inFolder('fresh/checkpoint'), { recursive: true });
    expect((await run('sample fresh --n 2 --seed 1')).code).toBe(0);
  });

  it('gen sample, reconstruct and eval of a run before its first checkpoint', async () => {
    mkdirSync(inFolder('begun'));
    writeFileSync(inFolder('begun/log.jsonl'), '');
    for (const words of ['sample begun', 'reconstruct begun tiny', 'eval begun'])
      await refused(words, 4, 'no model.safetensors in this folder', 'hint: ');
  });
});
