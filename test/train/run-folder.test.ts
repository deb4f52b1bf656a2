/** RunFolder and readCheckpoint: what lies where, what is refused, and what is said of a damaged file. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  RunError,
  RunFolder,
  readCheckpoint,
  readEvents,
  readModelFile,
  readRunModel,
  saveCheckpoint,
} from '@ferrogen/core/node';
import type { CheckpointEvent, TrainingEvent, TrainingState } from '@ferrogen/core/train';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const model = { kind: 'toy', config: { hidden: 3 }, card: 'a toy' };

function stateAt(step: number): TrainingState {
  return {
    step,
    random: { seed: 7, key: [7, 0] },
    batchSize: 16,
    batchesPerEpoch: 12,
    epochLosses: { loss: 0.1 + 0.2 },
    backend: 'cpu',
    variables: new Map([
      ['weight', { dtype: 'F32', shape: [2], values: Float32Array.of(step, -0) }],
    ]),
    optimizers: new Map([
      [
        'adam',
        {
          steps: step,
          slots: new Map([
            ['exp_avg.weight', { dtype: 'F32', shape: [2], values: Float32Array.of(1e-45, 3e38) }],
            ['strange/name', { dtype: 'I32', shape: [], values: Int32Array.of(-step) }],
          ]),
        },
      ],
      ['empty', { steps: 0, slots: new Map() }],
    ]),
  };
}

const eventAt = (
  step: number,
  reason: CheckpointEvent['reason'] = 'scheduled',
): CheckpointEvent => ({
  kind: 'checkpoint',
  step,
  epoch: 1,
  reason,
});
const stepAt = (step: number): TrainingEvent => ({
  kind: 'step',
  step,
  epoch: 1,
  losses: { loss: 1 / step },
  seconds: 0.1,
  examplesPerSecond: 160,
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ferrogen-run-'));
  path = join(folder, 'runs', 'toy-1');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A run with steps 1 to `steps` and a checkpoint every two of them. */
function runOf(steps: number): RunFolder {
  const run = RunFolder.create(path, model);
  for (let step = 1; step <= steps; step++) {
    run.record(stepAt(step));
    if (step % 2 === 1) continue;
    run.save(stateAt(step), eventAt(step));
    run.record(eventAt(step));
  }
  run.close();
  return run;
}

function refusalOf(call: () => unknown): RunError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(RunError);
    return error as RunError;
  }
  throw new Error('it was not refused');
}

/** Changes one byte in the middle of a file. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
}

/** Writes another text into a checkpoint's `state.json`, with the sum that belongs to it. */
function forge(checkpoint: string, change: (text: string) => string): void {
  const state = change(readFileSync(join(checkpoint, 'state.json'), 'utf8'));
  writeFileSync(join(checkpoint, 'state.json'), state);
  const sums = readFileSync(join(checkpoint, 'SHA256SUMS'), 'utf8').split('\n');
  sums[2] = `${createHash('sha256').update(state).digest('hex')}  state.json`;
  writeFileSync(join(checkpoint, 'SHA256SUMS'), sums.join('\n'));
}

describe('RunFolder', () => {
  test('holds the model, two checkpoints, the log and a place for samples, and no other trace', () => {
    runOf(6);
    expect(readdirSync(path).sort()).toEqual([
      'checkpoint',
      'log.jsonl',
      'model.safetensors',
      'samples',
    ]);
    expect(readdirSync(join(path, 'checkpoint')).sort()).toEqual(['step-4', 'step-6']);
    const saved = readModelFile(join(path, 'model.safetensors'), 'toy');
    expect(saved).toEqual({ ...model, tensors: stateAt(6).variables });
  });

  test('gives the state back bit for bit', () => {
    runOf(2);
    const { run, checkpoint } = RunFolder.resume(path);
    run.close();
    expect(checkpoint.state).toEqual(stateAt(2));
    expect(Object.is(checkpoint.state.variables.get('weight')!.values[1], -0)).toBe(true);
    expect(checkpoint.model).toEqual(model);
    expect(checkpoint.event).toEqual(eventAt(2));
  });

  test('cuts the log back to the checkpoint when resumed', () => {
    runOf(5);
    writeFileSync(join(path, 'log.jsonl'), '{"kind":"step","step":6,"ep', { flag: 'a' });
    RunFolder.resume(path).run.close();
    const kept = [stepAt(1), stepAt(2), eventAt(2), stepAt(3), stepAt(4), eventAt(4)];
    expect(readEvents(join(path, 'log.jsonl'))).toEqual(kept);
    expect(readFileSync(join(path, 'log.jsonl'), 'utf8').split('\n').length).toBe(kept.length + 1);
  });

  test('tells in the log of a checkpoint that was saved just before the end', () => {
    const run = RunFolder.create(path, model);
    run.record(stepAt(1));
    run.save(stateAt(1), eventAt(1));
    run.close();
    RunFolder.resume(path).run.close();
    expect(readEvents(join(path, 'log.jsonl'))).toEqual([stepAt(1), eventAt(1)]);
  });

  test('has the model of its checkpoint when resumed, wherever the process was stopped', () => {
    runOf(4);
    const published = readFileSync(join(path, 'model.safetensors'));
    writeFileSync(join(path, 'model.safetensors'), 'that of an earlier checkpoint');
    for (const name of ['.model.safetensors.partial', '.log.jsonl.1a2b3c4d.partial'])
      writeFileSync(join(path, name), 'half');
    RunFolder.resume(path).run.close();
    expect(readFileSync(join(path, 'model.safetensors'))).toEqual(published);
    expect(readdirSync(path).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('is tidy when resumed, whatever was being written when the process was stopped', () => {
    runOf(6);
    // A checkpoint that was to be removed, one that was half removed, one that was begun; a picture.
    const checkpoints = join(path, 'checkpoint');
    saveCheckpoint(join(folder, 'old'), { model, state: stateAt(2), event: eventAt(2) });
    renameSync(join(folder, 'old/step-2'), join(checkpoints, 'step-2'));
    for (const name of ['.partial-step-1-removed', '.partial-step-8'])
      mkdirSync(join(checkpoints, name));
    writeFileSync(join(path, 'samples/.step-6.png.1a2b3c4d.partial'), 'half');
    RunFolder.resume(path).run.close();
    expect(readdirSync(checkpoints).sort()).toEqual(['step-4', 'step-6']);
    expect(readdirSync(join(path, 'samples'))).toEqual([]);
  });

  test('has its place for samples again when resumed, where somebody removed that', () => {
    runOf(2);
    rmSync(join(path, 'samples'), { recursive: true });
    RunFolder.resume(path).run.close();
    expect(readdirSync(join(path, 'samples'))).toEqual([]);
  });

  test('follows no link under the name of a file that it writes', () => {
    runOf(2);
    const precious = join(folder, 'precious');
    writeFileSync(precious, 'precious');
    for (const name of ['.model.safetensors.partial', '.log.jsonl.partial'])
      symlinkSync(precious, join(path, name));
    RunFolder.resume(path).run.close();
    expect(readFileSync(precious, 'utf8')).toBe('precious');
  });

  test('forgets checkpoints off the schedule, which a training without a stop would not have', () => {
    const run = RunFolder.create(path, model);
    run.record(stepAt(1));
    run.save(stateAt(1), eventAt(1, 'aborted'));
    run.record(eventAt(1, 'aborted'));
    run.close();
    RunFolder.resume(path).run.close();
    expect(readEvents(join(path, 'log.jsonl'))).toEqual([stepAt(1)]);
  });

  test("is one process's: whoever had it before another took it up is told, and saves nothing", () => {
    runOf(2);
    const [first, second] = [RunFolder.resume(path).run, RunFolder.resume(path).run];
    expect(refusalOf(() => first.record(stepAt(3))).code).toBe('RUN_TAKEN');
    expect(refusalOf(() => first.save(stateAt(4), eventAt(4))).code).toBe('RUN_TAKEN');
    second.record(stepAt(3));
    second.save(stateAt(4), eventAt(4));
    for (const run of [first, second]) run.close();
    expect(readEvents(join(path, 'log.jsonl'))).toEqual([
      stepAt(1),
      stepAt(2),
      eventAt(2),
      stepAt(3),
    ]);
  });

  test('is not made over a run, unless forced; then it removes the run and nothing else', () => {
    runOf(2);
    writeFileSync(join(path, 'notes.txt'), 'mine');
    // What a process killed while it wrote leaves.
    for (const name of ['.model.safetensors.partial', '.log.jsonl.partial'])
      writeFileSync(join(path, name), 'half');
    expect(refusalOf(() => RunFolder.create(path, model)).code).toBe('RUN_EXISTS');
    expect(existsSync(join(path, 'checkpoint/step-2'))).toBe(true);
    RunFolder.create(path, model, { force: true }).close();
    expect(readdirSync(path).sort()).toEqual(['log.jsonl', 'notes.txt', 'samples']);
    expect(readFileSync(join(path, 'log.jsonl'), 'utf8')).toBe('');
  });

  test('is never made in a folder of something else, forced or not, nor over a file', () => {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'thesis.tex'), '');
    for (const force of [false, true])
      expect(refusalOf(() => RunFolder.create(path, model, { force })).code).toBe('RUN_FOREIGN');
    const file = join(path, 'thesis.tex');
    expect(refusalOf(() => RunFolder.create(file, model, { force: true })).code).toBe(
      'RUN_FOREIGN',
    );
  });

  test('removes a link, not what it points at, when forced', () => {
    runOf(2);
    const precious = join(folder, 'precious');
    mkdirSync(precious);
    writeFileSync(join(precious, 'file'), '');
    rmSync(join(path, 'samples'), { recursive: true });
    symlinkSync(precious, join(path, 'samples'));
    RunFolder.create(path, model, { force: true }).close();
    expect(readdirSync(precious)).toEqual(['file']);
  });

  test('resumed, writes to no file that a link in it leads to, and reads no device', () => {
    runOf(2);
    const precious = join(folder, 'precious');
    writeFileSync(precious, 'mine');
    for (const name of ['.log.jsonl.partial', '.model.safetensors.partial'])
      symlinkSync(precious, join(path, name));
    const { run } = RunFolder.resume(path);
    run.save(stateAt(4), eventAt(4));
    run.close();
    expect(readFileSync(precious, 'utf8')).toBe('mine');
    rmSync(join(path, 'log.jsonl'));
    symlinkSync('/dev/zero', join(path, 'log.jsonl'));
    expect(() => RunFolder.resume(path)).toThrow(
      expect.objectContaining({ code: 'FILE_IS_DEVICE' }),
    );
  });

  test('is not resumed where there is none, or none with a checkpoint', () => {
    expect(refusalOf(() => RunFolder.resume(path)).code).toBe('RUN_NOT_FOUND');
    runOf(1);
    expect(refusalOf(() => RunFolder.resume(path)).code).toBe('CHECKPOINT_NOT_FOUND');
  });

  test.each(['../x', 'a/b', '..', '.hidden', '', 'a\\b', 'a\0', '/etc/passwd'])(
    'has no sample called %j',
    (name) => {
      const run = runOf(0);
      expect(refusalOf(() => run.samplePath(name)).code).toBe('RUN_SAMPLE_NAME');
      expect(run.samplePath('step-10.png')).toBe(join(path, 'samples', 'step-10.png'));
    },
  );

  test('says that it may not be written, or that there is no place for it', () => {
    // /proc has no place for a folder; nor has a file.
    expect(() => RunFolder.create('/proc/self/run', model)).toThrow(
      expect.objectContaining({ name: 'FileError' }),
    );
    writeFileSync(join(folder, 'runs'), '');
    expect(() => RunFolder.create(path, model)).toThrow(
      expect.objectContaining({ code: 'FILE_UNWRITABLE' }),
    );
  });
});

describe('readCheckpoint', () => {
  test('takes the path of a run, of its checkpoints, or of one of them', () => {
    runOf(4);
    expect(readCheckpoint(path).state.step).toBe(4);
    expect(readCheckpoint(join(path, 'checkpoint')).state.step).toBe(4);
    expect(readCheckpoint(join(path, 'checkpoint/step-2')).state.step).toBe(2);
    expect(refusalOf(() => readCheckpoint(folder)).code).toBe('CHECKPOINT_NOT_FOUND');
  });

  test('takes the newest by number, not by name', () => {
    const checkpoints = join(folder, 'checkpoint');
    for (const step of [9, 10])
      saveCheckpoint(checkpoints, { model, state: stateAt(step), event: eventAt(step) });
    expect(readCheckpoint(folder).state.step).toBe(10);
  });

  test('passes over what a stopped process left, and saveCheckpoint removes it', () => {
    runOf(4);
    const rest = join(path, 'checkpoint/.partial-step-6');
    mkdirSync(rest);
    writeFileSync(join(rest, 'model.safetensors'), 'half');
    expect(readCheckpoint(path).state.step).toBe(4);
    saveCheckpoint(join(path, 'checkpoint'), { model, state: stateAt(8), event: eventAt(8) });
    expect(existsSync(rest)).toBe(false);
  });

  test.each(['model.safetensors', 'optimizer.safetensors', 'state.json', 'SHA256SUMS'])(
    'tells that %s is shorter than it was, by however much, or gone, and leaves all as it is',
    (file) => {
      runOf(4);
      const newest = join(path, 'checkpoint/step-4', file);
      const whole = readFileSync(newest);
      const others = () =>
        ['step-2/model.safetensors', 'step-2/state.json', 'step-4/SHA256SUMS', 'step-4/state.json']
          .filter((each) => each !== `step-4/${file}`)
          .map((each) => readFileSync(join(path, 'checkpoint', each), 'base64'));
      const before = others();
      for (let length = 0; length < whole.length; length++) {
        writeFileSync(newest, whole.subarray(0, length));
        expect(refusalOf(() => RunFolder.resume(path)).code, `${length} bytes`).toBe(
          'CHECKPOINT_DAMAGED',
        );
      }
      rmSync(newest);
      expect(refusalOf(() => RunFolder.resume(path)).message).toContain('no such file');
      expect(others()).toEqual(before);
      writeFileSync(newest, whole);
      RunFolder.resume(path).run.close();
    },
  );

  test('tells that a byte of the model changed, whichever it is', () => {
    runOf(4);
    const file = join(path, 'checkpoint/step-4/model.safetensors');
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1 << (at % 8);
      writeFileSync(file, bytes);
      expect(refusalOf(() => RunFolder.resume(path)).code, `byte ${at}`).toBe('CHECKPOINT_DAMAGED');
    }
  });

  test.each(['model.safetensors', 'optimizer.safetensors', 'state.json', 'SHA256SUMS'])(
    'tells that one bit of %s changed, and takes the one before only where it is told so',
    (file) => {
      runOf(6);
      damage(join(path, 'checkpoint/step-6', file));
      const refusal = refusalOf(() => RunFolder.resume(path));
      expect(refusal.code).toBe('CHECKPOINT_DAMAGED');
      expect(refusal.hint).toContain('step 4');
      expect(readEvents(join(path, 'log.jsonl')).at(-1)!.step).toBe(6);

      const { run, checkpoint } = RunFolder.resume(path, { previous: true });
      expect(checkpoint.state.step).toBe(4);
      expect(readEvents(join(path, 'log.jsonl')).at(-1)).toEqual(eventAt(4));
      expect(readdirSync(join(path, 'checkpoint')).sort()).toEqual(['damaged-step-6', 'step-4']);
      run.save(stateAt(6), eventAt(6));
      run.close();
      expect(readCheckpoint(path).state.step).toBe(6);
    },
  );

  test.each(['model.safetensors', 'optimizer.safetensors', 'state.json', 'SHA256SUMS'])(
    'tells that %s is gone',
    (file) => {
      runOf(2);
      rmSync(join(path, 'checkpoint/step-2', file));
      expect(refusalOf(() => readCheckpoint(path)).code).toBe('CHECKPOINT_DAMAGED');
    },
  );

  test('tells of a later version of the format', () => {
    runOf(2);
    forge(join(path, 'checkpoint/step-2'), (text) => text.replace('"version": 1', '"version": 2'));
    expect(refusalOf(() => readCheckpoint(path)).code).toBe('CHECKPOINT_VERSION');
  });

  test.each([
    ['no JSON', (text: string) => text.slice(1)],
    ['nothing', () => ''],
    ['null', () => 'null'],
    ['a list', () => '[]'],
    ['an empty object', () => '{}'],
    ['no version', (text: string) => text.replace('"version": 1,', '')],
    ['a step below 0', (text: string) => text.replace('"step": 2', '"step": -2')],
    ['a step that is a text', (text: string) => text.replace('"step": 2', '"step": "2"')],
    [
      'the event of another step',
      (text: string) => text.replace(/"step": 2(?=,\s*"epoch")/, '"step": 3'),
    ],
    ['an event of another kind', (text: string) => text.replace('"checkpoint"', '"step"')],
    ['an event for no reason', (text: string) => text.replace('"scheduled"', '"whim"')],
    ['no source of randomness', (text: string) => text.replace('"random"', '"other"')],
    ['half a key', (text: string) => text.replace(/"key": \[\s*7,\s*0/, '"key": [7')],
    ['no optimizers', (text: string) => text.replace('"optimizers"', '"other"')],
    ['optimizers without steps', (text: string) => text.replace('"steps"', '"other"')],
    ['other optimizers', (text: string) => text.replace('"adam"', '"sgd"')],
    ['losses that are texts', (text: string) => text.replace(/"loss": [\d.]+/, '"loss": "0"')],
  ])('refuses a state.json with a true sum but %s', (_, change) => {
    runOf(2);
    const checkpoint = join(path, 'checkpoint/step-2');
    const before = readFileSync(join(checkpoint, 'state.json'), 'utf8');
    forge(checkpoint, change);
    expect(readFileSync(join(checkpoint, 'state.json'), 'utf8')).not.toBe(before);
    expect(refusalOf(() => RunFolder.resume(path)).code).toBe('CHECKPOINT_DAMAGED');
  });

  test.each(['model.safetensors', 'optimizer.safetensors', 'state.json', 'SHA256SUMS'])(
    'refuses a %s that leads to a device or a pipe, of which no byte is read',
    (file) => {
      runOf(2);
      const at = join(path, 'checkpoint/step-2', file);
      rmSync(at);
      symlinkSync('/dev/zero', at);
      expect(refusalOf(() => readCheckpoint(path)).code).toBe('CHECKPOINT_DAMAGED');
      rmSync(at);
      execFileSync('mkfifo', [at]);
      expect(refusalOf(() => readCheckpoint(path)).code).toBe('CHECKPOINT_DAMAGED');
    },
  );

  test('passes over a folder whose number no run counts to', () => {
    runOf(2);
    mkdirSync(join(path, 'checkpoint/step-99999999999999999999'));
    expect(readCheckpoint(path).state.step).toBe(2);
  });

  test('never takes a step twice', () => {
    runOf(2);
    const save = () =>
      saveCheckpoint(join(path, 'checkpoint'), { model, state: stateAt(2), event: eventAt(2) });
    expect(refusalOf(save).code).toBe('CHECKPOINT_EXISTS');
  });
});

describe('readRunModel', () => {
  test('gives the model of the newest checkpoint, or of the one before where the process was stopped between saving and this', () => {
    runOf(4);
    expect(readRunModel(path)).toEqual({ ...model, tensors: stateAt(4).variables });
    cpSync(join(path, 'checkpoint/step-2/model.safetensors'), join(path, 'model.safetensors'));
    expect(readRunModel(path)).toEqual({ ...model, tensors: stateAt(2).variables });
  });

  test('refuses a model with a byte changed, whichever it is, and one cut short', () => {
    runOf(4);
    const file = join(path, 'model.safetensors');
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1 << (at % 8);
      writeFileSync(file, at % 2 === 0 ? bytes : bytes.subarray(0, at));
      expect(refusalOf(() => readRunModel(path)).code, `byte ${at}`).toBe('RUN_MODEL_DAMAGED');
    }
    RunFolder.resume(path).run.close();
    expect(readFileSync(file)).toEqual(whole);
  });

  test('takes the model as it is where there are no checkpoints to hold it against', () => {
    runOf(2);
    rmSync(join(path, 'checkpoint'), { recursive: true });
    expect(readRunModel(path)).toEqual({ ...model, tensors: stateAt(2).variables });
  });

  test('waits for no pipe and reads no device', () => {
    runOf(2);
    rmSync(join(path, 'model.safetensors'));
    symlinkSync('/dev/zero', join(path, 'model.safetensors'));
    expect(() => readRunModel(path)).toThrow(expect.objectContaining({ code: 'FILE_IS_DEVICE' }));
  });
});
