/** What the training loop tells: plain data, each event one line of a log. */

/** Losses by name, read. */
export type LossValues = Readonly<Record<string, number>>;

/** Where training stands. */
export interface Position {
  /** Steps made. */
  readonly step: number;
  /** Number of the epoch that this step belongs to, from 1. */
  readonly epoch: number;
}

/** A step was made. */
export interface StepEvent extends Position {
  readonly kind: 'step';
  readonly losses: LossValues;
  /** Wall time of the step, from asking for its batch to having read its losses. */
  readonly seconds: number;
  readonly examplesPerSecond: number;
}

/** An epoch was finished. */
export interface EpochEvent extends Position {
  readonly kind: 'epoch';
  /** Means over the epoch's steps. */
  readonly losses: LossValues;
  /** Wall time of the epoch's steps; where training resumed within the epoch, of those since. */
  readonly seconds: number;
  readonly examplesPerSecond: number;
}

/** The model was evaluated. */
export interface EvaluateEvent extends Position {
  readonly kind: 'evaluate';
  /** Means over the batches. */
  readonly losses: LossValues;
  readonly batches: number;
  /** Wall time of the evaluation. */
  readonly seconds: number;
}

/** The state after this step was saved. */
export interface CheckpointEvent extends Position {
  readonly kind: 'checkpoint';
  /** Because it was due, because training was aborted, or because it came to its end off the schedule. */
  readonly reason: 'scheduled' | 'aborted' | 'finished';
}

/** Something to know that stops nothing. */
export interface WarningEvent extends Position {
  readonly kind: 'warning';
  readonly code: 'OTHER_BACKEND' | 'COLLAPSE';
  readonly message: string;
}

/** One thing that the loop tells. */
export type TrainingEvent = StepEvent | EpochEvent | EvaluateEvent | CheckpointEvent | WarningEvent;
