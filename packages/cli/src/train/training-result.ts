/** The object that `gen train --json` prints. */

import type { LossValues } from '@ferrogen/core/train';
import type { ImageKind } from '../images/image-task.ts';

/** What a training came to. */
export interface TrainingResult {
  readonly schemaVersion: 1;
  readonly kind: 'training';
  readonly model: ImageKind;
  /** The folder. */
  readonly run: string;
  /** Steps made in all, those before a resumption included. */
  readonly steps: number;
  /** Times through the data in all; a part of one counts as that part. */
  readonly epochs: number;
  /** Means over the last whole epoch, or of the last step where no epoch was finished; empty where no step was made. */
  readonly losses: LossValues;
  /** Wall time of this call's training. */
  readonly seconds: number;
  readonly seed: number;
  readonly backend: string;
  /** As `--data` names it. */
  readonly data: string;
  /** Losses of the test images, last time; null where nobody looked. */
  readonly evaluation: LossValues | null;
  /** Over the steps of this call; null where none was made. */
  readonly imagesPerSecond: number | null;
}
