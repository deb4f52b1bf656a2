/** What `gen inspect` finds in a file, and how a format of files joins in. */

import type { Coefficient, IdxType, SeriesSource, Trend } from '@ferrogen/core';
import type { ModelFile } from '@ferrogen/core/io';
import type { LossValues } from '@ferrogen/core/train';
import type { Context } from '../context.ts';
import type { Input } from '../input/read-input.ts';
import type { ReadOptions } from '../options/series.ts';
import type { Images } from '../render/first-images.ts';
import type { RunSettings } from '../train/run-settings.ts';

/** The object that `--json` prints. */
export type Inspection =
  | CsvInspection
  | ArModelInspection
  | IdxInspection
  | PictureInspection
  | SafetensorsInspection
  | RunInspection;

interface InspectionBase {
  readonly schemaVersion: 1;
  readonly kind: 'inspection';
  /** As it was typed; `-` for stdin. */
  readonly file: string;
}

export interface CsvInspection extends InspectionBase {
  readonly format: 'csv';
  /** Of the series that a fit would take. */
  readonly dtype: 'float64';
  /** Its rows; empty where it cannot be read. */
  readonly shape: readonly number[];
  readonly min: number | null;
  readonly max: number | null;
  readonly delimiter: string;
  readonly decimal: '.' | ',';
  readonly header: boolean;
  readonly columns: readonly {
    readonly name: string;
    readonly kind: 'number' | 'date' | 'text';
    /** The first cell that is not empty, or null. */
    readonly example: string | null;
  }[];
  /** Rows at the head of the file, from which the kinds were guessed. */
  readonly sampledRows: number;
  /** The column that a fit would take. */
  readonly column: string;
  /** Null where the column cannot be read as a series; `problem` says why. */
  readonly series: SeriesFacts | null;
  readonly problem: {
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
  } | null;
  readonly notes: readonly string[];
}

export interface SeriesFacts {
  readonly rows: number;
  readonly missing: number;
  readonly mean: number | null;
  readonly order: 'ascending' | 'descending' | 'file';
  readonly frequency: string | null;
  readonly firstDate: string | null;
  readonly lastDate: string | null;
}

export interface ArModelInspection extends InspectionBase {
  readonly format: 'ar-model';
  readonly trend: Trend;
  readonly lags: readonly number[];
  readonly nobs: number;
  readonly sigma2: number;
  readonly stationary: boolean;
  readonly useT: boolean;
  readonly coefficients: readonly Coefficient[];
  readonly source: SeriesSource | null;
}

export interface IdxInspection extends InspectionBase {
  readonly format: 'idx';
  readonly dtype: IdxType;
  readonly shape: readonly number[];
  /** Of the finite values; null where there are none. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Values that are NaN or infinite. */
  readonly notFinite: number;
  readonly gzip: boolean;
  /** At most 16; JSON has null for those that are not finite. */
  readonly firstValues: readonly number[];
}

export interface PictureInspection extends InspectionBase {
  readonly format: 'png';
  readonly dtype: 'ubyte';
  /** Height and width. */
  readonly shape: readonly number[];
  /** Of its greys. */
  readonly min: number;
  readonly max: number;
}

export interface SafetensorsInspection extends InspectionBase {
  readonly format: 'safetensors';
  /** Which model it is, such as `vae`; null for a file that is not ours. */
  readonly model: string | null;
  /** How the model is built, or null. */
  readonly config: unknown;
  /** What its makers say of it, or null. */
  readonly card: string | null;
  /** Values of all tensors. */
  readonly parameters: number;
  readonly tensors: readonly {
    readonly name: string;
    readonly dtype: string;
    readonly shape: readonly number[];
  }[];
}

export interface RunInspection extends InspectionBase {
  readonly format: 'run';
  /** Which model is trained; null where nothing says. */
  readonly model: string | null;
  /** How the model is built; null before the first checkpoint. */
  readonly config: ModelFile['config'] | null;
  /** What its makers say of it, or null. */
  readonly card: string | null;
  /** How it is trained; null for a run that `gen train` did not begin. */
  readonly settings: Omit<RunSettings, 'model' | 'card'> | null;
  /** Steps that the log tells of. */
  readonly steps: number;
  /** How many the whole training has; null where that is not known. */
  readonly stepsInAll: number | null;
  /** The last of each kind, or null. */
  readonly losses: Readonly<Record<'step' | 'epoch' | 'evaluate', LossesAt | null>>;
  /** The newest one; null where it is damaged or not there, and `problem` says so. */
  readonly checkpoint: {
    readonly path: string;
    readonly step: number;
    /** The tensor backend that it was trained on. */
    readonly backend: string;
  } | null;
  /** Path of the newest picture, or null. */
  readonly sample: string | null;
  /** Path of the animated GIF, or null. */
  readonly film: string | null;
  readonly warnings: readonly string[];
  readonly problem: CsvInspection['problem'];
}

/** Losses by name, and when they were. */
export interface LossesAt {
  readonly step: number;
  readonly epoch: number;
  readonly losses: LossValues;
}

/** What every format is handed. */
export interface InspectRequest {
  readonly input: Input;
  /** The start of the input. */
  readonly head: { readonly bytes: Uint8Array; readonly whole: boolean };
  readonly read: ReadOptions;
  readonly quiet: boolean;
  readonly context: Context;
}

/** An inspection, and what a drawing of it needs: the values of a series, the images of a file of images. */
export interface Inspected {
  readonly inspection: Inspection;
  readonly values: Float64Array | null;
  readonly images: Images | null;
}
