/** ProgressMeter: steps done, smoothed losses, speed and the time left. */

import '@tensorflow/tfjs-backend-cpu';
import { OptionError, Prng } from '@ferrogen/core';
import { fit, ProgressMeter, type StepEvent } from '@ferrogen/core/train';
import { setBackend } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { makeToy, toyBatches } from './toy-model.ts';

/** Numbers are powers of two throughout, so that every sum and quotient is exact. */
function step(step: number, seconds: number, losses: Record<string, number> = {}): StepEvent {
  return { kind: 'step', step, epoch: 1, losses, seconds, examplesPerSecond: 8 / seconds };
}

describe('ProgressMeter', () => {
  test('knows nothing before the first step', () => {
    const meter = new ProgressMeter({ batchSize: 8, steps: 10 });
    expect(meter.progress).toEqual({
      step: 0,
      steps: 10,
      epoch: 1,
      losses: {},
      examplesPerSecond: null,
      secondsLeft: null,
    });
  });

  test('gives the first loss as it is, and then an average without bias to its start', () => {
    const meter = new ProgressMeter({ batchSize: 8, smoothing: 0.5 });
    meter.observe(step(1, 1, { loss: 8 }), 1000);
    expect(meter.progress.losses).toEqual({ loss: 8 });
    meter.observe(step(2, 1, { loss: 2, extra: 5 }), 2000);
    // 8 weighs a quarter and 2 a half, of three quarters in all; `extra` begins here.
    expect(meter.progress.losses).toEqual({ loss: 4, extra: 5 });
    meter.observe(step(3, 1, { loss: 16 }), 3000);
    // (8 / 8 + 2 / 4 + 16 / 2) / (7 / 8); a loss that is not told keeps its value.
    expect(meter.progress.losses).toEqual({ loss: 9.5 / 0.875, extra: 5 });
  });

  test('gives the last loss where nothing is smoothed', () => {
    const meter = new ProgressMeter({ batchSize: 8, smoothing: 0 });
    for (const [k, loss] of [3, 7, 5].entries()) meter.observe(step(k + 1, 1, { loss }), 1000 * k);
    expect(meter.progress.losses).toEqual({ loss: 5 });
  });

  test('takes the speed of the last steps alone', () => {
    const meter = new ProgressMeter({ batchSize: 8, steps: 6, window: 2 });
    meter.observe(step(1, 16), 16_000);
    expect(meter.progress).toMatchObject({ examplesPerSecond: 0.5, secondsLeft: 80 });
    meter.observe(step(2, 1), 17_000);
    meter.observe(step(3, 3), 20_000);
    // Two steps in four seconds; three are left.
    expect(meter.progress).toMatchObject({ step: 3, examplesPerSecond: 4, secondsLeft: 6 });
  });

  test('counts what passes between steps to the time left, not to the speed', () => {
    const meter = new ProgressMeter({ batchSize: 8, steps: 4 });
    meter.observe(step(1, 1), 1000);
    meter.observe(step(2, 1), 2000);
    meter.observe(
      { kind: 'evaluate', step: 2, epoch: 1, losses: { loss: 99 }, batches: 1, seconds: 3 },
      5000,
    );
    // Three seconds of pause for two steps: each of the two left takes 1 + 1.5.
    expect(meter.progress).toEqual({
      step: 2,
      steps: 4,
      epoch: 1,
      losses: {},
      examplesPerSecond: 8,
      secondsLeft: 5,
    });
  });

  test('has no time left where the end is not known, and none after the end', () => {
    const endless = new ProgressMeter({ batchSize: 8 });
    endless.observe(step(1, 1), 1000);
    expect(endless.progress).toMatchObject({ steps: null, secondsLeft: null });
    const ended = new ProgressMeter({ batchSize: 8, steps: 1 });
    ended.observe(step(1, 1), 1000);
    expect(ended.progress.secondsLeft).toBe(0);
  });

  test('goes on from the step that a training resumed at', () => {
    const meter = new ProgressMeter({ batchSize: 8, steps: 1000 });
    meter.observe(step(999, 2), 1e6);
    expect(meter.progress).toMatchObject({ step: 999, examplesPerSecond: 4, secondsLeft: 2 });
  });

  test('takes no pause from a clock that is behind, and no speed from steps without time', () => {
    const meter = new ProgressMeter({ batchSize: 8, steps: 3 });
    meter.observe(step(1, 2), 2000);
    meter.observe(step(2, 2), 3000);
    expect(meter.progress.secondsLeft).toBe(2);
    const still = new ProgressMeter({ batchSize: 8, steps: 3 });
    still.observe(step(1, 0), 0);
    expect(still.progress).toMatchObject({ examplesPerSecond: null, secondsLeft: 0 });
  });

  test('follows the loop', async () => {
    await setBackend('cpu');
    const random = new Prng(3);
    const batches = toyBatches(random.split(1));
    const toy = makeToy(random.split(2));
    const { batchSize } = batches;
    const meter = new ProgressMeter({ batchSize, steps: 14, smoothing: 0 });
    let now = 0;
    const clock = () => (now += 500);
    const last = await fit(toy, { batches, random, steps: 14, clock }, (event) => {
      meter.observe(event, now);
    });
    toy.dispose();
    const { step, epoch, losses, examplesPerSecond } = meter.progress;
    expect({ step, epoch, examplesPerSecond }).toEqual({
      step: 14,
      epoch: 2,
      examplesPerSecond: 2 * batchSize,
    });
    expect(Object.keys(losses)).toEqual(Object.keys(last.losses));
  });

  test('refuses a smoothing and a window without meaning', () => {
    for (const smoothing of [-0.1, 1, Number.NaN])
      expect(() => new ProgressMeter({ batchSize: 8, smoothing })).toThrow(OptionError);
    for (const window of [0, 1.5, Number.NaN])
      expect(() => new ProgressMeter({ batchSize: 8, window })).toThrow(OptionError);
  });
});
