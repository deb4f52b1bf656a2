/** What can be trained: a model with its updates, as the training loop sees it. */

import type { Scalar, Variable } from '@tensorflow/tfjs-core';
import type { Prng } from '../random/prng.ts';

/** Losses by name: scalar tensors, which the caller reads and disposes. */
export type Losses = Readonly<Record<string, Scalar>>;

/** What a step is told beside its batch. */
export interface StepContext {
  /** Number of this step, from 1. In an evaluation the number of steps made. */
  readonly step: number;
  /** Randomness of this step alone: it depends on the seed and the step's number, on nothing that was before. */
  readonly random: Prng;
}

/** An optimiser, or an average of weights: what an update keeps from step to step. */
export interface UpdateState {
  /** Its memory by name. All of them are there from the beginning. */
  readonly slots: ReadonlyMap<string, Variable>;
  /** How many updates it has made; set when training resumes. */
  steps: number;
}

/**
 * A model with its losses and optimisers. All that a step changes is in `variables` and `optimizers`: whoever saves those
 * and puts them back goes on as if nothing had been between.
 */
export interface Trainable<Batch> {
  /** One update. No tensor outlives it but the losses returned. */
  step(batch: Batch, context: StepContext): Losses;
  /** The losses of a batch, without an update. No tensor outlives it but the losses returned. */
  evaluate(batch: Batch, context: StepContext): Losses;
  /** The model by name, as its file holds it: parameters, and buffers such as running statistics. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** Optimisers, averages of weights and the like by name. */
  readonly optimizers: ReadonlyMap<string, UpdateState>;
  /** Disposes variables and slots. */
  dispose(): void;
}
