/** `gen train`, `gen sample`, `gen reconstruct` and `gen eval` of images, as people and programs call them. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gridPicture, parseIdx } from '@ferrogen/core';
import { readCheckpoint } from '@ferrogen/core/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { binary, cleanEnvironment, exampleFolder, gen, type Run } from './gen.ts';
import { mountDisk } from './mounted-disk.ts';
import { writeTinyImages } from './tiny-images.ts';

const folder = exampleFolder();
const run = (words: string): Promise<Run> => gen(words.split(' '), { cwd: folder });
const inFolder = (...path: string[]) => join(folder, ...path);
const bytesOf = (...path: string[]) => readFileSync(inFolder(...path));

const vae =
  'train vae --data tiny --config hidden=16 --config architecture=mlp --batch-size 16 --seed 1';
const gan =
  'train gan --data tiny --config generator-channels=8 --config discriminator-channels=4 --batch-size 16 --seed 1';

/** A disk that is soon full, or null. */
const smallDisk = mountDisk(inFolder('small-disk'), '600k');

beforeAll(async () => {
  writeTinyImages(inFolder('tiny'));
  for (const words of [
    `${vae} --steps 40 --out runs/v`,
    `${gan} --steps 8 --out runs/g`,
    'train classifier --data tiny --config network=mlp --config hidden=16 --steps 60 --batch-size 16 --seed 1 --out runs/c',
  ]) {
    const { code, stderr } = await run(words);
    if (code !== 0) throw new Error(stderr);
  }
}, 120_000);

describe('gen train', () => {
  it('gen train vae --json prints the contract, and nothing else on stdout', async () => {
    const { code, stdout, stderr } = await run(`${vae} --epochs 2 --json --out runs/json`);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(stdout).toBe(`${JSON.stringify(result)}\n`);
    expect(Object.keys(result).slice(0, 10)).toEqual(
      'schemaVersion kind model run steps epochs losses seconds seed backend'.split(' '),
    );
    expect(result).toMatchObject({
      schemaVersion: 1,
      kind: 'training',
      model: 'vae',
      run: 'runs/json',
      steps: 12,
      epochs: 2,
      seed: 1,
      losses: {
        loss: expect.any(Number),
        reconstruction: expect.any(Number),
        kl: expect.any(Number),
      },
    });
    expect(stderr).toBe('seed 1\nnote: the run is in runs/json\n');
  });

  it('gen train without --out takes the next free folder under runs', async () => {
    for (const number of [1, 2]) {
      const { stdout } = await run(`${vae} --steps 1 --json`);
      expect(JSON.parse(stdout).run).toBe(join('runs', `vae-tiny-${number}`));
    }
  });

  it('gen train leaves pictures, a film, and a report that is a page of its own', async () => {
    expect((await run(`${gan} --steps 3 --out runs/report --report page.html`)).code).toBe(0);
    const samples = readdirSync(inFolder('runs/report/samples'));
    expect(samples).toEqual([
      ...[0, 1, 2, 3].map((step) => `step-000000${step}.png`),
      'training.gif',
    ]);
    const page = bytesOf('page.html').toString();
    for (const text of ['<h1>gan on tiny</h1>', 'discriminator', 'data:image/png;base64,'])
      expect(page).toContain(text);
    expect(page).not.toMatch(/<script|https?:/);
  });

  it.skipIf(process.platform === 'win32')(
    'gen train saves at Ctrl-C, says how to go on, and the resumed run ends with the bytes of one left alone',
    async () => {
      const words = `${vae} --steps 600`;
      expect((await run(`${words} --out runs/alone`)).code).toBe(0);
      const child = spawn(process.execPath, [binary, ...`${words} --out runs/cut`.split(' ')], {
        cwd: folder,
        env: cleanEnvironment(),
      });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      const log = inFolder('runs/cut/log.jsonl');
      while (!existsSync(log) || readFileSync(log, 'utf8').split('\n').length < 40) await sleep(10);
      child.kill('SIGINT');
      const [code] = await once(child, 'close');
      expect(code).toBe(130);
      expect(stderr).toMatch(/^error: interrupted at step \d+, which is saved in runs\/cut$/m);
      expect(stderr).toMatch(/^hint: gen train vae --resume runs\/cut goes on from there$/m);
      expect((await run('train vae --resume runs/cut')).code).toBe(0);
      for (const path of ['model.safetensors', 'settings.json', 'samples/training.gif'])
        expect(bytesOf('runs/cut', path).equals(bytesOf('runs/alone', path)), path).toBe(true);
      for (const file of ['optimizer.safetensors', 'state.json']) {
        const path = join('checkpoint/step-600', file);
        expect(bytesOf('runs/cut', path).equals(bytesOf('runs/alone', path)), path).toBe(true);
      }
    },
    120_000,
  );

  it('gen train stops after its minutes, saved, and says how to go on', async () => {
    const cut = await run(`${vae} --steps 100000 --minutes 0.02 --out runs/minutes`);
    expect(cut.code).toBe(0);
    expect(cut.stderr).toContain(
      'note: 0.02 minutes are over before the last step; --resume runs/minutes',
    );
    expect(existsSync(inFolder('runs/minutes/model.safetensors'))).toBe(true);
  });
});

describe('gen train refuses', () => {
  const cases: [string, number, ...string[]][] = [
    ['train', 2, 'gen train takes vae, gan, classifier'],
    ['train vea', 2, 'did you mean gen train vae?'],
    ['train vae --data nowhere', 3, 'nowhere', 'mnist'],
    ['train vae --data mnits', 3, 'did you mean mnist?'],
    ['train vae --epochs 1 --steps 2', 2, '--epochs and --steps contradict'],
    ['train vae --minutes 0', 2, '--minutes must be a number above 0'],
    ['train vae --data tiny --config latnet=3', 2, "got 'latnet'", 'did you mean latent?'],
    ['train vae --data tiny --config latent', 2, '--config must be NAME=VALUE'],
    ['train vae --data tiny --config latent=0', 2, 'latent'],
    ['train vae --data tiny --batch-size 97', 2, '96', '97'],
    ['train vae --resume runs/v --seed 2', 2, '--seed and --resume contradict'],
    ['train vae --previous', 2, '--previous'],
    ['train vae --resume runs/nothing', 3, 'runs/nothing'],
    ['train gan --resume runs/v', 2, 'the run of a vae', 'gen train vae --resume runs/v'],
    [`${vae} --out runs/v`, 2, 'there is a training run here already'],
    [`${vae} --out tiny`, 2, 'which is of no run'],
    [`${vae} --report no/page.html --out runs/never`, 1, 'no does not exist'],
  ];

  it.each(cases)('gen %s', async (words, code, ...told) => {
    const result = await run(words);
    for (const text of told) expect(result.stderr).toContain(text);
    expect(result.stderr).toMatch(/^(note: .*\n|seed \d+\n)*error: .+\n(hint: .+\n)?$/);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe('');
    expect(existsSync(inFolder('runs/never'))).toBe(false);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'gen train in a folder that may not be written',
    async () => {
      mkdirSync(inFolder('locked'));
      chmodSync(inFolder('locked'), 0o500);
      const { code, stderr } = await run(`${vae} --out locked/run`);
      expect(stderr).toContain('no permission to write');
      expect(code).toBe(1);
    },
  );

  it.skipIf(process.platform !== 'linux')('gen train where no folder can be made', async () => {
    const { code, stderr } = await run(`${vae} --steps 2 --out /proc/run`);
    expect(stderr).toMatch(/^error: \/proc\/run/m);
    expect(code).toBe(1);
  });

  it.skipIf(smallDisk === null)(
    'gen train on a disk that fills up, and leaves the checkpoints that are there whole',
    async () => {
      const path = join(smallDisk!, 'run');
      const words = `${vae.replace('hidden=16', 'hidden=32')} --steps 100000 --out`;
      const full = await gen([...words.split(' '), path], { cwd: folder });
      expect(full.stderr).toMatch(/^error: .*: no space left to write this$/m);
      expect(full.code).toBe(1);
      const steps = readdirSync(join(path, 'checkpoint')).filter((name) => !name.startsWith('.'));
      expect(steps.length).toBeGreaterThan(0);
      // What is there can be sampled from, and is whole: readCheckpoint looks at every byte.
      expect(readCheckpoint(path).state.step).toBeGreaterThan(0);
      const sample = await gen(['sample', path, '--n', '4', '--seed', '1'], { cwd: folder });
      expect(sample.code).toBe(0);
    },
  );

  it('gen train --resume with a truncated checkpoint, unless --previous says so, and leaves the older one be', async () => {
    expect((await run(`${vae} --steps 12 --out runs/damaged`)).code).toBe(0);
    const path = 'runs/damaged/checkpoint/step-12/optimizer.safetensors';
    writeFileSync(inFolder(path), bytesOf(path).subarray(0, 50));
    const older = bytesOf('runs/damaged/checkpoint/step-6/state.json');
    const refused = await run('train vae --resume runs/damaged');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('this checkpoint is damaged');
    expect(refused.stderr).toContain(
      'hint: the one of step 6 can be taken in its place with --previous',
    );
    expect(bytesOf('runs/damaged/checkpoint/step-6/state.json')).toEqual(older);
    expect((await run('train vae --resume runs/damaged --previous')).code).toBe(0);
  });
});

describe('gen sample', () => {
  it('gen sample writes the same bytes for the same seed, by the ending of --out', async () => {
    for (const file of ['a.png', 'a.gif', 'a.idx', 'a.idx.gz']) {
      const words = (name: string) => `sample runs/g --n 6 --seed 4 --out ${name} --json`;
      const first = await run(words(file));
      expect(JSON.parse(first.stdout)).toMatchObject({
        kind: 'image-sample',
        model: 'gan',
        count: 6,
        height: 8,
        width: 8,
        seed: 4,
        imageFile: file,
      });
      expect((await run(words(`again-${file}`))).code).toBe(0);
      expect(bytesOf(`again-${file}`).equals(bytesOf(file)), file).toBe(true);
    }
    const { shape, values } = parseIdx(bytesOf('a.idx'));
    expect([...shape]).toEqual([6, 8, 8]);
    expect(gridPicture(Uint8Array.from(values), { height: 8, width: 8 }).width).toBe(28);
    expect([...parseIdx(bytesOf('a.idx.gz')).values]).toEqual([...values]);
  });

  it('gen sample --class draws one class, or several in turn, and --labels-out saves them', async () => {
    const one = await run('sample runs/g --class 3 --n 5 --seed 1 --json');
    expect(JSON.parse(one.stdout).classes).toEqual([3, 3, 3, 3, 3]);
    await run('sample runs/g --class 0,2 --n 5 --seed 1 --labels-out l.idx');
    expect([...parseIdx(bytesOf('l.idx')).values]).toEqual([0, 2, 0, 2, 0]);
  });

  it('gen sample vae means the newest run, and says which', async () => {
    const { stderr, stdout } = await run('sample gan --n 4 --seed 1');
    expect(stderr).toMatch(/^note: the model is runs\/\w+\/model.safetensors$/m);
    expect(stdout.split('\n').length).toBeGreaterThan(5);
  });

  it('gen sample --grid is the plane of a VAE, and --interpolate a film', async () => {
    const plane = await run('sample runs/v --grid 3 --out grid.png --json --seed 1');
    expect(JSON.parse(plane.stdout).count).toBe(9);
    const other = await run('sample runs/v --grid 3 --out grid-2.png --json --seed 2');
    expect(other.code).toBe(0);
    expect(bytesOf('grid-2.png').equals(bytesOf('grid.png'))).toBe(true);
    const way = await run('sample runs/v --interpolate 5 --n 2 --out way.gif --json --seed 1');
    expect(JSON.parse(way.stdout).count).toBe(10);
  });

  const cases: [string, number, ...string[]][] = [
    ['sample', 2, 'gen sample needs MODEL'],
    ['sample gna', 3, 'did you mean gan?'],
    ['sample runs', 4, 'no model.safetensors in this folder'],
    ['sample runs/c', 4, 'of kind classifier'],
    ['sample tiny/train-images-idx3-ubyte', 3, 'safetensors'],
    ['sample runs/v --class 1', 2, 'knows no classes'],
    ['sample runs/g --class 4', 2, '--class must be from 0 to 3'],
    ['sample runs/g --class 1.5', 2, "got '1.5'"],
    ['sample runs/g --out x.jpg', 2, '.png, .gif, .idx, .idx.gz', "'x.jpg'"],
    ['sample runs/g --out plane.png', 2, 'is there already'],
    ['sample runs/g --grid 2 --n 3', 2, '--grid and --n contradict'],
    ['sample runs/g --way linear', 2, '--interpolate'],
    ['sample runs/v --labels-out x.idx', 2, 'knows no classes'],
    ['reconstruct runs/g tiny', 4, 'of kind gan'],
    ['reconstruct runs/v', 2, 'gen reconstruct needs IMAGES'],
    ['reconstruct runs/v tiny/t10k-labels-idx1-ubyte', 3],
    ['eval runs/v --classifier runs/g', 4, 'of kind gan'],
  ];

  beforeAll(async () => {
    if (!existsSync(inFolder('plane.png'))) await run('sample runs/v --grid 3 --out plane.png');
  });

  it.each(cases)('gen %s is refused in words', async (words, code, ...told) => {
    const result = await run(words);
    for (const text of told) expect(result.stderr).toContain(text);
    expect(result.stderr).toMatch(/^(note: .*\n|seed \d+\n)*error: .+\n(hint: .+\n)?$/);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe('');
  });
});

describe('gen reconstruct', () => {
  it('gen reconstruct takes test images of a set, or a PNG that gen sample made', async () => {
    const set = await run('reconstruct runs/v tiny --n 3 --seed 1 --out pairs.png --json');
    expect(JSON.parse(set.stdout)).toMatchObject({
      kind: 'reconstruction',
      count: 3,
      imageFile: 'pairs.png',
    });
    await run('sample runs/g --n 4 --seed 1 --out four.png');
    const own = await run('reconstruct runs/v four.png --out four.idx --json');
    expect(JSON.parse(own.stdout).count).toBe(4);
    expect([...parseIdx(bytesOf('four.idx')).shape]).toEqual([4, 8, 8]);
  });
});

describe('gen eval', () => {
  it('gen eval --json measures each kind of model by what fits it', async () => {
    const measured = async (words: string) => {
      const { stdout, stderr } = await run(`${words} --seed 1 --json`);
      if (stdout === '') throw new Error(stderr);
      return JSON.parse(stdout);
    };
    const ofGan = await measured('eval runs/g --classifier runs/c --samples 60');
    expect(Object.keys(ofGan).slice(0, 7)).toEqual(
      'schemaVersion kind model data samples seed metrics'.split(' '),
    );
    expect(ofGan).toMatchObject({ kind: 'evaluation', model: 'gan', data: 'tiny', samples: 60 });
    const names =
      'fid inceptionScore precision recall density coverage classKl labelAccuracy nearestTrain';
    for (const name of names.split(' '))
      expect(ofGan.metrics[name], name).toEqual(expect.any(Number));
    const ofVae = await measured(
      'eval runs/v --classifier runs/c --samples 60 --iwae-samples 20 --iwae-images 10',
    );
    for (const name of 'elbo reconstruction kl nll nllStdError activeUnits fid'.split(' '))
      expect(ofVae.metrics[name], name).toEqual(expect.any(Number));
    const ofClassifier = await measured('eval runs/c');
    expect(ofClassifier.samples).toBeNull();
    expect(ofClassifier.metrics.accuracy).toBe(1);
  });
});
