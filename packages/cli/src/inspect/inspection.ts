/** What `gen inspect` finds in a file, and how a format of files joins in. */

import type { Coefficient, SeriesSource, Trend } from '@ferrogen/core';
import type { Context } from '../context.ts';
import type { Input } from '../input/read-input.ts';
import type { ReadOptions } from '../options/series.ts';

/** The object that `--json` prints. */
export type Inspection = CsvInspection | ArModelInspection;

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

/** What every format is handed. */
export interface InspectRequest {
  readonly input: Input;
  /** The start of the input. */
  readonly head: { readonly bytes: Uint8Array; readonly whole: boolean };
  readonly read: ReadOptions;
  readonly quiet: boolean;
  readonly context: Context;
}

/** An inspection, and the values that a drawing of it needs. */
export interface Inspected {
  readonly inspection: Inspection;
  readonly values: Float64Array | null;
}
