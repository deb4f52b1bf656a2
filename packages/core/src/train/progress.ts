/** What a line of progress shows, out of what the training loop tells. Draws nothing and reads no clock. */

import { OptionError } from '../errors.ts';
import type { LossValues, TrainingEvent } from './events.ts';

/** How far a training is. */
export interface TrainingProgress {
  /** Steps made; 0 before anything was told. */
  readonly step: number;
  /** Steps in all, or null where nobody knows. */
  readonly steps: number | null;
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Smoothed over the last steps. */
  readonly losses: LossValues;
  /** Examples in a second of steps, over the last of them; null before the first step, and where steps take no time. */
  readonly examplesPerSecond: number | null;
  /** Seconds to the end, or null where that is not known. */
  readonly secondsLeft: number | null;
}

export interface ProgressOptions {
  /** Examples in a batch. */
  readonly batchSize: number;
  /** Steps in all, those before a resumption included. @default not known */
  readonly steps?: number;
  /** The share of the old in a smoothed loss, from 0 (nothing is smoothed) to below 1. @default 0.98 */
  readonly smoothing?: number;
  /** How many of the last steps tell the speed. @default 100 */
  readonly window?: number;
}

/**
 * Follows a training. The time left is what the steps left take at the speed of the last ones, and what evaluations,
 * checkpoints and whoever listens took between steps so far, for each step.
 *
 * @example
 * ```ts
 * const meter = new ProgressMeter({ batchSize: 64, steps: 10_000 });
 * for await (const event of train(model, options)) {
 *   meter.observe(event, performance.now());
 *   const { step, losses, secondsLeft } = meter.progress;
 * }
 * ```
 */
export class ProgressMeter {
  readonly #batchSize: number;
  readonly #steps: number | null;
  readonly #smoothing: number;
  readonly #window: number;
  readonly #losses = new Map<string, SmoothedMean>();
  /** Seconds of the last steps, the oldest first. */
  readonly #recent: number[] = [];
  #position = { step: 0, epoch: 1 };
  /** When the first step began, in milliseconds. */
  #begun = 0;
  #now = 0;
  #stepsSeen = 0;
  #secondsInSteps = 0;

  /** @throws OptionError for a smoothing outside [0, 1), or a window that is no whole number from 1 on */
  constructor({ batchSize, steps, smoothing = 0.98, window = 100 }: ProgressOptions) {
    if (!(smoothing >= 0 && smoothing < 1))
      throw new OptionError('smoothing', `smoothing is from 0 to below 1; got ${smoothing}`);
    if (!Number.isSafeInteger(window) || window < 1)
      throw new OptionError('window', `window is a whole number from 1; got ${window}`);
    this.#batchSize = batchSize;
    this.#steps = steps ?? null;
    this.#smoothing = smoothing;
    this.#window = window;
  }

  /**
   * Takes in an event of the loop.
   *
   * @param now when it was told, in milliseconds since some moment
   */
  observe(event: TrainingEvent, now: number): void {
    const { step, epoch } = event;
    this.#position = { step, epoch };
    this.#now = now;
    if (event.kind !== 'step') return;
    const { losses, seconds } = event;
    if (this.#stepsSeen === 0) this.#begun = now - 1000 * seconds;
    this.#stepsSeen++;
    this.#secondsInSteps += seconds;
    this.#recent.push(seconds);
    if (this.#recent.length > this.#window) this.#recent.shift();
    for (const [name, value] of Object.entries(losses)) {
      const mean = this.#losses.get(name) ?? new SmoothedMean(this.#smoothing);
      mean.add(value);
      this.#losses.set(name, mean);
    }
  }

  get progress(): TrainingProgress {
    const secondsPerStep = this.#secondsPerStep;
    const known = this.#steps !== null && secondsPerStep !== null;
    return {
      ...this.#position,
      steps: this.#steps,
      losses: Object.fromEntries([...this.#losses].map(([name, { value }]) => [name, value])),
      examplesPerSecond: secondsPerStep ? this.#batchSize / secondsPerStep : null,
      secondsLeft: known
        ? Math.max(0, this.#steps - this.#position.step) * (secondsPerStep + this.#pausePerStep)
        : null,
    };
  }

  /** The mean over the window, or null before the first step. */
  get #secondsPerStep(): number | null {
    const count = this.#recent.length;
    return count === 0 ? null : this.#recent.reduce((sum, each) => sum + each, 0) / count;
  }

  /** Seconds outside steps, for each step so far. Two clocks may differ by a little; no pause is negative. */
  get #pausePerStep(): number {
    const elapsed = (this.#now - this.#begun) / 1000;
    return Math.max(0, elapsed - this.#secondsInSteps) / this.#stepsSeen;
  }
}

/**
 * An exponential moving average, corrected for its start at nothing: Kingma & Ba, "Adam" (2015), section 3. So the first
 * value stands for itself, and a few give nearly their mean.
 */
class SmoothedMean {
  readonly #smoothing: number;
  #sum = 0;
  #weight = 0;

  constructor(smoothing: number) {
    this.#smoothing = smoothing;
  }

  add(value: number): void {
    this.#sum += (1 - this.#smoothing) * (value - this.#sum);
    this.#weight += (1 - this.#smoothing) * (1 - this.#weight);
  }

  get value(): number {
    return this.#sum / this.#weight;
  }
}
