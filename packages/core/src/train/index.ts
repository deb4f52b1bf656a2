/** @ferrogen/core/train: one loop that trains everything. A table of contents. */

export { type BatchSource, shuffled, shuffledBatches } from './batches.ts';
export type {
  CheckpointEvent,
  EpochEvent,
  EvaluateEvent,
  LossValues,
  Position,
  StepEvent,
  TrainingEvent,
  WarningEvent,
} from './events.ts';
export type { TrainOptions } from './options.ts';
export { ProgressMeter, type ProgressOptions, type TrainingProgress } from './progress.ts';
export {
  captureState,
  restoreState,
  type StoredUpdateState,
  type TrainingPosition,
  type TrainingState,
} from './state.ts';
export { fit, type TrainingSummary, train } from './train.ts';
export type { Losses, StepContext, Trainable, UpdateState } from './trainable.ts';
export { TrainingError, type TrainingErrorCode } from './training-error.ts';
