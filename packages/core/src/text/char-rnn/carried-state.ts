/** The state of a network between two steps of training: part of what a checkpoint holds, so that a run that resumes goes on in the middle of a text. */

import { type Tensor, type Variable, zeros } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { buffer, disposeVariables } from '../../nn/index.ts';
import type { UpdateState } from '../../train/trainable.ts';

/** One state for each stream. */
export class CarriedState implements UpdateState {
  readonly slots: ReadonlyMap<string, Variable>;
  /** How many states it has taken. */
  steps = 0;
  readonly #streams: number;

  /**
   * @param names of its tensors
   * @param streams rows of each; 0 where nothing is carried
   */
  constructor(names: readonly string[], streams: number, hidden: number) {
    this.#streams = streams;
    this.slots = new Map(
      streams === 0 ? [] : names.map((name) => [name, buffer(zeros([streams, hidden]))]),
    );
  }

  /** [streams, hidden] each. */
  get tensors(): readonly Tensor[] {
    return [...this.slots.values()];
  }

  /** @throws OptionError where a batch has other rows */
  requireRows(rows: number): void {
    if (rows !== this.#streams)
      throw new OptionError(
        'streams',
        `a batch has a row for each stream, ${this.#streams}; got ${rows}: give charRnnTrainable { streams: ${rows} }`,
      );
  }

  /** Puts these in the place of what was carried. */
  take(tensors: readonly Tensor[]): void {
    [...this.slots.values()].forEach((slot, index) => {
      slot.assign(tensors[index]!);
    });
    this.steps++;
  }

  dispose(): void {
    disposeVariables(this.slots);
  }
}
