/** The object that `gen eval --json` prints. */

import type { ImageKind } from './image-task.ts';

/** What was measured of a model. */
export interface EvaluationResult {
  readonly schemaVersion: 1;
  readonly kind: 'evaluation';
  readonly model: ImageKind;
  /** As `--data` names it. */
  readonly data: string;
  /** How many samples were drawn; null where the model makes none. */
  readonly samples: number | null;
  readonly seed: number;
  /** By name; null is what does not apply. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** The model file. */
  readonly file: string;
  /** The model file of the classifier whose features count, or null where none was needed. */
  readonly classifier: string | null;
  readonly backend: string;
  readonly seconds: number;
}
