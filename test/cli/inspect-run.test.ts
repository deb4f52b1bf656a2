import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEvents } from '@ferrogen/core/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleFolder, gen } from './gen.ts';
import { writeTinyImages } from './tiny-images.ts';

const folder = exampleFolder();
const run = (words: string, env: Record<string, string> = {}) =>
  gen(words.split(' '), { cwd: folder, env });
const inspected = async (path: string) =>
  JSON.parse((await run(`inspect ${path} --json`)).stdout) as Record<string, unknown>;

beforeAll(async () => {
  writeTinyImages(join(folder, 'tiny'));
  const { code, stderr } = await run(
    'train vae --data tiny --config architecture=mlp --config hidden=16 --batch-size 16 --seed 1 --epochs 2 --out run',
  );
  if (code !== 0) throw new Error(stderr);
});

describe('gen inspect of a run', () => {
  it('gen inspect RUN --json tells the model, how it is trained, and how far it is', async () => {
    const events = readEvents(join(folder, 'run/log.jsonl'));
    const lastOf = (wanted: string) => {
      const event = events.findLast(({ kind }) => kind === wanted)!;
      if (!('losses' in event)) throw new Error(`no losses in ${wanted}`);
      return { step: 12, epoch: 2, losses: event.losses };
    };
    const { config, card, ...rest } = await inspected('run');
    expect(rest).toEqual({
      schemaVersion: 1,
      kind: 'inspection',
      format: 'run',
      file: 'run',
      model: 'vae',
      settings: {
        data: 'tiny',
        batchSize: 16,
        epochs: 2,
        steps: null,
        seed: 1,
        settings: { architecture: 'mlp', hidden: 16 },
      },
      steps: 12,
      stepsInAll: 12,
      losses: { step: lastOf('step'), epoch: lastOf('epoch'), evaluate: lastOf('evaluate') },
      checkpoint: { path: 'run/checkpoint/step-12', step: 12, backend: expect.any(String) },
      sample: 'run/samples/step-0000012.png',
      film: 'run/samples/training.gif',
      warnings: [],
      problem: null,
    });
    expect(config).toMatchObject({ height: 8, width: 8, hidden: 16 });
    expect(card).toMatch(/^A vae of 8 x 8 images, trained on tiny/);
  });

  it('gen inspect RUN shows a table of losses and the newest pictures, in the colours that there are', async () => {
    const plain = await run('inspect run');
    expect(plain.stdout).toMatch(/^run {2}run of a vae on tiny, seed 1, 12 of 12 steps\n/);
    expect(plain.stdout).toMatch(/\nlosses +step +loss +reconstruction +kl.*\nlast step +12 /);
    expect(plain.stdout).toMatch(/\nepoch 2 +12 .*\ntest images +12 /);
    for (const line of plain.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const colored = await run('inspect run', { FORCE_COLOR: '1' });
    expect(colored.stdout).toContain('▀');
    expect([plain.code, colored.code]).toEqual([0, 0]);
  });

  it('gen inspect RUN says of a damaged checkpoint what --resume would say, and changes nothing', async () => {
    const path = join(folder, 'run/checkpoint/step-12/state.json');
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, 20));
    const names = readdirSync(join(folder, 'run'), { recursive: true });
    const { checkpoint, problem, model, steps, config } = await inspected('run');
    writeFileSync(path, whole);
    expect(checkpoint).toBeNull();
    expect(problem).toMatchObject({
      code: 'CHECKPOINT_DAMAGED',
      hint: 'the one of step 6 can be taken in its place with --previous',
    });
    // The model beside the checkpoints is there still.
    expect(config).toMatchObject({ height: 8 });
    expect({ model, steps }).toEqual({ model: 'vae', steps: 12 });
    expect(readdirSync(join(folder, 'run'), { recursive: true })).toEqual(names);
  });

  it('gen inspect RUN says that there is no checkpoint yet', async () => {
    mkdirSync(join(folder, 'new'));
    writeFileSync(join(folder, 'new/log.jsonl'), '');
    const settings = readFileSync(join(folder, 'run/settings.json'));
    writeFileSync(join(folder, 'new/settings.json'), settings);
    const { model, config, steps, problem } = await inspected('new');
    expect({ model, config, steps }).toEqual({ model: 'vae', config: null, steps: 0 });
    expect(problem).toMatchObject({ code: 'CHECKPOINT_NOT_FOUND' });
    expect((await run('inspect new')).stdout).toContain('there is no checkpoint here');
    rmSync(join(folder, 'new/settings.json'));
    expect(await inspected('new')).toMatchObject({ model: null, settings: null });
  });

  it('gen inspect refuses a folder that is no run, and flags that read tables', async () => {
    const data = await run('inspect tiny');
    expect(data.stderr).toContain('this is a directory, not a file');
    expect(data.code).toBe(3);
    const flag = await run('inspect run --column close');
    expect(flag.stderr).toContain('run is the folder of a run');
    expect(flag.code).toBe(2);
  });
});
