/** train and fit: what is told and when, what is refused, and that a resumed training is one that never stopped. */

import { Prng } from '@ferrogen/core';
import {
  captureState,
  fit,
  restoreState,
  type StoredUpdateState,
  type Trainable,
  type TrainingEvent,
  type TrainingState,
  type TrainOptions,
  train,
} from '@ferrogen/core/train';
import { memory, scalar, setBackend } from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';
import { numbers, trainableOf } from './one-weight.ts';
import { makeToy, type ToyBatch, toyBatches } from './toy-model.ts';

const random = new Prng(3);
const batches = toyBatches(random.split(1)); // 12 batches an epoch

/** A clock that moves by one second at each look. */
function ticking(): () => number {
  let now = 0;
  return () => (now += 1000);
}

async function eventsOf(
  options: Partial<TrainOptions<ToyBatch>>,
  toy = makeToy(random.split(2)),
): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  await fit(toy, { batches, random, clock: ticking(), ...options }, (event) => {
    events.push(event);
  });
  toy.dispose();
  return events;
}

describe('train', () => {
  beforeEach(async () => {
    await setBackend('cpu');
  });

  test('tells steps, epochs, evaluations and checkpoints in this order', async () => {
    const events = await eventsOf({
      steps: 26,
      evaluation: { batches, every: 6 },
      checkpoint: { save: () => {}, every: 12 },
    });
    const told = events
      .filter(({ kind }) => kind !== 'step')
      .map(({ kind, step }) => `${kind} ${step}`);
    expect(told).toEqual([
      'evaluate 6',
      'epoch 12',
      'evaluate 12',
      'checkpoint 12',
      'evaluate 18',
      'epoch 24',
      'evaluate 24',
      'checkpoint 24',
      'checkpoint 26',
    ]);
    const steps = events.filter(({ kind }) => kind === 'step');
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 26 }, (_, k) => k + 1));
    expect(steps.map(({ epoch }) => epoch)).toEqual([
      ...Array(12).fill(1),
      ...Array(12).fill(2),
      3,
      3,
    ]);
    expect(events.at(-1)).toMatchObject({ kind: 'checkpoint', reason: 'finished' });
  });

  test('gives the means of an epoch, seconds and examples per second', async () => {
    const events = await eventsOf({ epochs: 1 });
    const steps = events.filter((event) => event.kind === 'step');
    const mean = steps.reduce((sum, { losses }) => sum + losses.loss!, 0) / 12;
    expect(steps[0]).toMatchObject({ seconds: 1, examplesPerSecond: 16 });
    expect(events.at(-1)).toEqual({
      kind: 'epoch',
      step: 12,
      epoch: 1,
      losses: { loss: mean },
      seconds: 12,
      examplesPerSecond: 16,
    });
  });

  test('tells events that JSON keeps', async () => {
    const events = await eventsOf({
      steps: 13,
      evaluation: { batches },
      checkpoint: { save: () => {} },
    });
    for (const event of events) expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  });

  test('stops at break, leaving nothing but the model', async () => {
    const toy = makeToy(random.split(2));
    const before = memory().numTensors;
    for await (const { step } of train(toy, { batches, random, epochs: 5 })) if (step === 7) break;
    expect(memory().numTensors).toBe(before);
    expect(toy.optimizers.get('adam')!.steps).toBe(7);
    toy.dispose();
  });

  test('finishes the step, saves and throws the reason when aborted', async () => {
    const abort = new AbortController();
    const saved: number[] = [];
    const events: TrainingEvent[] = [];
    const training = fit(makeToy(random.split(2)), {
      batches,
      random,
      epochs: 2,
      signal: abort.signal,
      checkpoint: { save: ({ step }) => void saved.push(step), every: 4 },
    }, (event) => {
      events.push(event);
      if (event.kind === 'step' && event.step === 7) abort.abort(new Error('Ctrl-C'));
    });
    await expect(training).rejects.toThrow('Ctrl-C');
    expect(saved).toEqual([4, 7]);
    expect(events.at(-1)).toEqual({ kind: 'checkpoint', step: 7, epoch: 1, reason: 'aborted' });
  });

  test('makes no step and saves nothing when aborted before the first', async () => {
    const save = () => expect.unreachable();
    const training = eventsOf({ steps: 1, signal: AbortSignal.abort(), checkpoint: { save } });
    await expect(training).rejects.toThrow(/abort/i);
  });

  test('gives each batch back to its source once it is done with it', async () => {
    const released: number[] = [];
    const source = { ...numbers, release: (batch: number) => void released.push(batch) };
    const trainable = trainableOf(() => ({ loss: scalar(1) }));
    await fit(trainable, { batches: source, steps: 7, random });
    trainable.dispose();
    expect(released).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('gives every step randomness of its own, and every evaluation the same', async () => {
    const drawn = new Map<string, Set<number>>();
    const note = (what: string, { random: { key } }: { random: Prng }) => {
      drawn.set(what, (drawn.get(what) ?? new Set()).add(key[0]));
      return { loss: scalar(1) };
    };
    const trainable: Trainable<number> = {
      ...trainableOf(() => ({})),
      step: (_, context) => note('step', context),
      evaluate: (_, context) => note('evaluate', context),
    };
    await fit(trainable, { batches: numbers, epochs: 3, random, evaluation: { batches: numbers } });
    trainable.dispose();
    expect(drawn.get('step')!.size).toBe(15);
    expect(drawn.get('evaluate')!.size).toBe(5);
  });

  test.each([
    ['neither steps nor epochs', {}, 'steps'],
    ['steps and epochs', { steps: 1, epochs: 1 }, 'steps'],
    ['a fraction of a step', { steps: 1.5 }, 'steps'],
    [
      'checkpoints every 0 steps',
      { steps: 1, checkpoint: { save: () => {}, every: 0 } },
      'checkpoint.every',
    ],
    [
      'evaluations every NaN steps',
      { steps: 1, evaluation: { batches, every: Number.NaN } },
      'evaluation.every',
    ],
  ])('refuses %s', async (_, options, option) => {
    await expect(eventsOf(options)).rejects.toMatchObject({ code: 'OPTION_INVALID', option });
  });
});

overBackends((backend, it) => {
  const withoutTimes = (events: readonly TrainingEvent[]) =>
    events.map((event) => ({ ...event, seconds: 0, examplesPerSecond: 0 }));

  it('train: resumed at any step, the losses and the state are those of a training that never stopped', async () => {
    const states: TrainingState[] = [];
    const checkpoint = { save: (state: TrainingState) => void states.push(state), every: 1 };
    const evaluation = { batches, every: 5 };
    const whole = await eventsOf({ steps: 30, evaluation, checkpoint });
    for (const at of [1, 5, 11, 12, 13, 29]) {
      let last: TrainingState | undefined;
      const save = (state: TrainingState) => {
        last = state;
      };
      const resumed = await eventsOf(
        { steps: 30, evaluation, checkpoint: { save, every: 1 }, resume: states[at - 1]! },
        makeToy(random.split(9)), // other first weights, all of which the state replaces
      );
      expect(withoutTimes(resumed)).toEqual(withoutTimes(whole.filter(({ step }) => step > at)));
      expect(last).toEqual(states.at(-1));
    }
  });

  it('train: learns the toy, and leaves no tensor in 300 steps', async () => {
    const toy = makeToy(random.split(2));
    const before = memory().numTensors;
    const { losses, steps } = await fit(toy, { batches, random, epochs: 25 });
    expect(steps).toBe(300);
    expect(losses.loss).toBeLessThan(0.05); // the variance of the target is 0.25
    expect(memory().numTensors).toBe(before);
    toy.dispose();
  });

  it('captureState copies: neither training nor restoring changes a state', async () => {
    const toy = makeToy(random.split(2));
    const at = { step: 0, random, batchSize: 16, batchesPerEpoch: 12, epochLosses: {} };
    const state = await captureState(toy, at);
    const copy = structuredClone(state.variables);
    restoreState(toy, state);
    await fit(toy, { batches, random, steps: 3 });
    expect(state.variables).toEqual(copy);
    restoreState(toy, state);
    expect((await captureState(toy, at)).variables).toEqual(copy);
    expect(state.backend).toBe(backend);
    toy.dispose();
  });
});

describe('train, to resume,', () => {
  const stateOf = async () => {
    await setBackend('cpu');
    let state: TrainingState | undefined;
    const save = (each: TrainingState) => {
      state = each;
    };
    await eventsOf({ steps: 2, checkpoint: { save } });
    return state!;
  };

  test('refuses another seed and other batches', async () => {
    const resume = await stateOf();
    const options = { steps: 3, resume };
    await expect(eventsOf({ ...options, random: new Prng(4) })).rejects.toMatchObject({
      option: 'random',
    });
    const others = { ...batches, batchesPerEpoch: 11 };
    await expect(eventsOf({ ...options, batches: others })).rejects.toMatchObject({
      option: 'batches.batchesPerEpoch',
    });
  });

  test('refuses the state of another model, and says what differs', async () => {
    const { variables, ...rest } = await stateOf();
    const other = new Map([...variables].filter(([name]) => name !== 'fc2.bias'));
    const training = eventsOf({ steps: 3, resume: { ...rest, variables: other } });
    await expect(training).rejects.toThrow(/no tensor for fc2.bias/);
    const training2 = eventsOf({ steps: 3, resume: { ...rest, variables, optimizers: new Map() } });
    await expect(training2).rejects.toMatchObject({ code: 'MODEL_FILE_INVALID' });
  });

  test('refuses a state whose slots or types of numbers are others, and changes nothing', async () => {
    const { variables, optimizers } = await stateOf();
    const toy = makeToy(random.split(5));
    const at = { step: 0, random, batchSize: 16, batchesPerEpoch: 12, epochLosses: {} };
    const before = await captureState(toy, at);
    const [[name, { steps, slots }]] = [...optimizers] as [[string, StoredUpdateState]];
    const [slot] = slots.keys();
    const fewer = new Map([...slots].filter(([each]) => each !== slot));
    expect(() =>
      restoreState(toy, {
        variables,
        optimizers: new Map([...optimizers, [name, { steps, slots: fewer }]]),
      }),
    ).toThrow(`no tensor for ${name}/${slot}`);
    const { shape } = variables.get('fc2.bias')!;
    const whole = { dtype: 'I32', shape, values: new Int32Array(shape[0]!) } as const;
    expect(() =>
      restoreState(toy, { variables: new Map([...variables, ['fc2.bias', whole]]), optimizers }),
    ).toThrow('fc2.bias is float32, but the state holds it as I32');
    expect(await captureState(toy, at)).toEqual(before);
    toy.dispose();
  });

  test('warns on another backend', async () => {
    const resume = { ...(await stateOf()), backend: 'abacus' };
    const [first] = await eventsOf({ steps: 3, resume });
    expect(first).toMatchObject({ kind: 'warning', code: 'OTHER_BACKEND', step: 2 });
  });

  test('does nothing where all steps were made', async () => {
    const resume = await stateOf();
    expect(await eventsOf({ steps: 2, resume })).toEqual([]);
  });
});
