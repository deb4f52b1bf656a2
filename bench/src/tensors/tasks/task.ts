/** What a training task of the bench is. */

/** A model with its data: each step is one update of everything that it trains. */
export interface TrainingTask {
  /** One step; the losses, in nats. */
  step(): Promise<readonly number[]>;
  dispose(): void;
}
