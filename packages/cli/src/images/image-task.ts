/** What a model of images is to the commands that train it: made of settings, trained, looked at while it learns. */

import type { ImageBatch, ImageSet, Prng } from '@ferrogen/core';
import type { Json, ModelFile } from '@ferrogen/core/io';
import type { Position, Trainable, WarningEvent } from '@ferrogen/core/train';

/** Kinds of models that learn images, as model files name them. */
export const imageKinds = ['vae', 'gan', 'classifier'] as const;

export type ImageKind = (typeof imageKinds)[number];

/** What `--config` sets, by name: parts of the model's config, and options of its training. */
export type ImageSettings = Readonly<Record<string, Json>>;

/** What a model is made of. */
export interface TaskRequest {
  readonly data: ImageSet;
  readonly settings: ImageSettings;
  /** Steps of the whole training, for schedules. */
  readonly steps: number;
  /** Draws the weights. */
  readonly random: Prng;
  /** Draws what is shown while it learns, the same each time. */
  readonly previewRandom: Prng;
}

/** A model that is about to be trained. */
export interface ImageTask {
  readonly config: ModelFile['config'];
  readonly trainable: Trainable<ImageBatch>;
  /** Losses of images that no training sees say something of this model. */
  readonly isEvaluated: boolean;
  /**
   * Images of the same places in the model's space each time, [count, height, width] from 0 to 1; null where it makes none.
   * Leaves no tensor behind, and training as it is.
   */
  readonly preview: { readonly columns: number; draw(): Float32Array } | null;
  /** What is wrong with the images of the preview, or null; null where nobody looks. */
  readonly warningOf: ((images: Float32Array, position: Position) => WarningEvent | null) | null;
}

/** A kind of model, as `gen train` sees it. */
export interface ImageRecipe {
  readonly kind: ImageKind;
  /**
   * @throws OptionError for a setting without meaning
   * @throws UsageError for one that this model does not have
   */
  make(request: TaskRequest): ImageTask;
}
