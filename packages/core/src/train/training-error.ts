/** Why training stopped by itself. */

/** Stable reasons. */
export type TrainingErrorCode =
  | 'LOSS_NOT_FINITE'
  | 'LOSS_NOT_SCALAR'
  | 'PARAMETER_NOT_FINITE'
  | 'TENSOR_LEAK';

/** Training that cannot go on. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
  readonly code: TrainingErrorCode;
  /** Number of the step. */
  readonly step: number;
  /** Name of the loss, or null where the fault is of no loss. */
  readonly loss: string | null;
  /** Name of the first parameter or slot that is not finite, or null. */
  readonly parameter: string | null;
  /** Tensors too many, or null where that is not the fault. */
  readonly tensors: number | null;

  constructor(
    code: TrainingErrorCode,
    message: string,
    details: { step: number; loss?: string; parameter?: string | null; tensors?: number },
  ) {
    super(message);
    this.code = code;
    this.step = details.step;
    this.loss = details.loss ?? null;
    this.parameter = details.parameter ?? null;
    this.tensors = details.tensors ?? null;
  }
}
