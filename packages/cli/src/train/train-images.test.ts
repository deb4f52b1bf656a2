import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageSet } from '@ferrogen/core';
import { cpuRung, selectBackend } from '@ferrogen/core/backends';
import { readEvents, readModelFile } from '@ferrogen/core/node';
import { memory } from '@tensorflow/tfjs-core';
import { GifReader } from 'omggif';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { meanImage } from '../testing/mean-image.ts';
import { readRunSettings } from './run-settings.ts';
import { type TrainingRequest, trainImages } from './train-images.ts';

const common = { json: false, quiet: false, verbose: false, color: true, seed: 7 };
let folder: string;

beforeAll(async () => {
  await selectBackend({ rungs: [cpuRung] });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gen-train-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Images of 3 x 2 pixels, the k-th all of one grey. */
function greys(count: number): ImageSet {
  const pixels = Uint8Array.from({ length: 6 * count }, (_, k) => 10 * Math.floor(k / 6));
  return { name: 'greys', count, height: 3, width: 2, pixels, labels: null, classes: null };
}

function requestOf(path: string, more: Partial<TrainingRequest> = {}): TrainingRequest {
  return {
    recipe: meanImage,
    settings: {
      model: 'vae',
      data: 'greys',
      batchSize: 4,
      epochs: null,
      steps: 90,
      seed: 7,
      settings: {},
      card: 'a test',
    },
    data: { train: greys(22), test: greys(5) },
    path: join(folder, path),
    isResumed: false,
    force: false,
    previous: false,
    minutes: null,
    backend: 'cpu',
    ...more,
  };
}

/** A world whose clock goes on by 10 ms each time that it is looked at; `look` is told how often that was. */
function world(look: (looks: number) => void = () => {}, { isTTY = false } = {}) {
  const told: string[] = [];
  const interrupt = new AbortController();
  let looks = 0;
  const stream = {
    isTTY,
    columns: 80,
    rows: 24,
    write: async (text: string) => {
      told.push(text);
    },
  };
  const context: Context = {
    stdin: { isTTY: false, chunks: async function* () {} },
    stdout: stream,
    stderr: stream,
    env: {},
    program: 'gen',
    signal: interrupt.signal,
    now: () => {
      look(++looks);
      return 10 * looks;
    },
  };
  return { context, told, interrupt };
}

const filesOf = (path: string): string[] =>
  (
    readdirSync(join(folder, path), { recursive: true, withFileTypes: true }) as unknown as {
      isFile(): boolean;
      parentPath: string;
      name: string;
    }[]
  )
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, path).length + 1))
    .sort();

/** Every byte of a run, without the times of its log. */
function contentsOf(path: string): Record<string, string> {
  return Object.fromEntries(
    filesOf(path).map((name) => {
      const bytes = readFileSync(join(folder, path, name));
      const text = name.endsWith('.jsonl')
        ? bytes.toString().replace(/"(seconds|examplesPerSecond)":[^,}]+/g, '')
        : bytes.toString('base64');
      return [name, text];
    }),
  );
}

describe('trainImages', () => {
  it('trainImages leaves a model, checkpoints, a log, settings, pictures and a film', async () => {
    const { context } = world();
    const { result, gif, isCut } = await trainImages(requestOf('run'), context, common);
    expect(isCut).toBe(false);
    expect(result).toMatchObject({
      kind: 'training',
      model: 'vae',
      run: join(folder, 'run'),
      steps: 90,
      epochs: 18,
      seed: 7,
      backend: 'cpu',
      losses: { loss: expect.any(Number) },
      evaluation: { loss: expect.any(Number) },
    });
    expect(readModelFile(join(folder, 'run/model.safetensors'))).toMatchObject({
      kind: 'vae',
      config: { height: 3, width: 2 },
      card: 'a test',
    });
    expect(readRunSettings(join(folder, 'run'))).toEqual(requestOf('run').settings);
    const kinds = readEvents(join(folder, 'run/log.jsonl')).map(({ kind }) => kind);
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(['step', 'epoch', 'evaluate', 'checkpoint'].map(count)).toEqual([90, 18, 18, 18]);
    // Pictures every second step, and before the first.
    const pictures = filesOf('run').filter((name) => name.endsWith('.png'));
    expect(pictures).toHaveLength(46);
    expect(pictures.at(-1)).toBe('samples/step-0000090.png');
    const film = new GifReader(readFileSync(gif!));
    expect([film.numFrames(), film.width, film.height]).toEqual([46, 2, 3]);
  });

  it('trainImages, interrupted anywhere and resumed, ends with the bytes of a run left alone', async () => {
    await trainImages(requestOf('alone'), world().context, common);
    const alone = contentsOf('alone');
    for (const looks of [60, 151, 240]) {
      const path = `cut-${looks}`;
      const { context, interrupt } = world((seen) => seen === looks && interrupt.abort());
      await expect(trainImages(requestOf(path), context, common)).rejects.toMatchObject({
        name: 'AbortError',
        message: expect.stringMatching(/^interrupted at step \d+, which is saved in /),
        hint: expect.stringMatching(/^gen train vae --resume .*cut-\d+ goes on from there$/),
      });
      const before = readEvents(join(folder, path, 'log.jsonl')).at(-1)!;
      expect(before.step).toBeGreaterThan(0);
      expect(before.step).toBeLessThan(90);
      await trainImages(requestOf(path, { isResumed: true }), world().context, common);
      expect(contentsOf(path)).toEqual(alone);
    }
  });

  it('trainImages stops when its minutes are over, saved, and says so', async () => {
    const { context } = world();
    const { result, isCut } = await trainImages(
      requestOf('run', { minutes: 0.01 }),
      context,
      common,
    );
    expect(isCut).toBe(true);
    expect(result.steps).toBeGreaterThan(0);
    expect(result.steps).toBeLessThan(90);
    const events = readEvents(join(folder, 'run/log.jsonl'));
    expect(events.at(-1)).toMatchObject({ kind: 'checkpoint', reason: 'aborted' });
  });

  it('trainImages goes on for longer where the settings say so', async () => {
    await trainImages(requestOf('run'), world().context, common);
    const settings = { ...requestOf('run').settings, steps: 120 };
    const longer = requestOf('run', { settings, isResumed: true });
    expect((await trainImages(longer, world().context, common)).result.steps).toBe(120);
    expect(readRunSettings(join(folder, 'run')).steps).toBe(120);
  });

  it('trainImages refuses a run that is there, and one of another kind of model', async () => {
    const request = requestOf('run');
    await trainImages(request, world().context, common);
    const before = contentsOf('run');
    const again = () => trainImages(request, world().context, common);
    await expect(again()).rejects.toMatchObject({ code: 'RUN_EXISTS' });
    const settings = { ...request.settings, model: 'gan' as const };
    const other = requestOf('run', { settings, isResumed: true });
    await expect(trainImages(other, world().context, common)).rejects.toMatchObject({
      code: 'RUN_FOREIGN',
    });
    expect(contentsOf('run')).toEqual(before);
  });

  it('trainImages takes the checkpoint before a damaged one where it is told to', async () => {
    const request = requestOf('run');
    await trainImages(request, world().context, common);
    const alone = contentsOf('run');
    const damaged = join(folder, 'run/checkpoint/step-90/model.safetensors');
    writeFileSync(damaged, readFileSync(damaged).subarray(0, 100));
    const resumed = (previous: boolean) =>
      trainImages(requestOf('run', { isResumed: true, previous }), world().context, common);
    await expect(resumed(false)).rejects.toMatchObject({
      code: 'CHECKPOINT_DAMAGED',
      hint: 'the one of step 85 can be taken in its place with --previous',
    });
    await resumed(true);
    const kept = Object.entries(contentsOf('run')).filter(([name]) => !name.includes('damaged-'));
    expect(Object.fromEntries(kept)).toEqual(alone);
  });

  it('trainImages leaves no tensor behind, however it ends', async () => {
    const before = memory().numTensors;
    await trainImages(requestOf('a'), world().context, common);
    const { context, interrupt } = world((seen) => seen === 100 && interrupt.abort());
    await trainImages(requestOf('b'), context, common).catch(() => {});
    await trainImages(requestOf('a'), world().context, common).catch(() => {});
    expect(memory().numTensors).toBe(before);
  });

  it('trainImages shows a picture over a line of progress on a terminal, and takes both away', async () => {
    const { context, told } = world(() => {}, { isTTY: true });
    await trainImages(requestOf('run'), context, common);
    expect(told.join('')).toMatch(/▀.*\n.*step \d+\/90, epoch \d+, loss [\d.]+, .* images\/s, /s);
    const clear = `${String.fromCharCode(27)}[J`;
    expect(told.at(-1)!.endsWith(clear)).toBe(true);
  });

  it('trainImages writes a plain line every ten seconds elsewhere, and nothing when quiet', async () => {
    const slow = (quiet: boolean) => {
      const { context, told } = world();
      const now = () => 50 * context.now();
      const request = requestOf(`run-${quiet}`);
      return trainImages(request, { ...context, now }, { ...common, quiet }).then(() => told);
    };
    const lines = await slow(false);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line).toMatch(/^step \d+\/90, epoch \d+, loss [\d.]+, .*\n$/);
    expect(await slow(true)).toEqual([]);
  });
});
