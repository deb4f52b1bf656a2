/** What a training came to, gathered from its events. */

import type { LossValues, TrainingEvent } from '@ferrogen/core/train';

/** Losses and speed of one training, or of what is left of it. */
export class TrainingTally {
  /** Steps made in all. */
  step: number;
  /** Losses of the last evaluation, or null. */
  evaluation: LossValues | null = null;
  #stepLosses: LossValues = {};
  #epochLosses: LossValues | null = null;
  #steps = 0;
  #seconds = 0;
  readonly #batchSize: number;

  /** @param step steps that were made before */
  constructor(step: number, batchSize: number) {
    this.step = step;
    this.#batchSize = batchSize;
  }

  observe(event: TrainingEvent): void {
    this.step = event.step;
    if (event.kind === 'evaluate') this.evaluation = event.losses;
    if (event.kind === 'epoch') this.#epochLosses = event.losses;
    if (event.kind !== 'step') return;
    this.#stepLosses = event.losses;
    this.#steps++;
    this.#seconds += event.seconds;
  }

  /** Means over the last whole epoch, or those of the last step where no epoch was finished. */
  get losses(): LossValues {
    return this.#epochLosses ?? this.#stepLosses;
  }

  /** Images in a second of steps; null before the first. */
  get imagesPerSecond(): number | null {
    return this.#seconds > 0 ? (this.#steps * this.#batchSize) / this.#seconds : null;
  }
}
