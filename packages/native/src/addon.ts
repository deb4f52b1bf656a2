/** The shape of the raw addon: what crates/node exports, under the names that napi gives them. */

import type {
  ColumnPlan,
  ColumnRefusal,
  DateOrder,
  IdxRefusal,
  IdxType,
  IdxValues,
  KernelSystem,
  MissingCells,
  ReadProgress,
  SeriesRefusal,
  Trend,
} from '@ferrogen/core';

export interface Addon {
  systemInfo(): KernelSystem;
  setThreads(threads: number): void;
  fitAr(series: Float64Array, options: RawArOptions): RawLeastSquares | SeriesRefusal;
  residualMoments(
    series: Float64Array,
    options: RawArOptions,
    coefficients: Float64Array,
    autocorrelations: number,
    archLags: number,
  ): RawResidualMoments;
  simulateAr(
    options: { trend: Trend; lags: number[]; start: number; sigma: number; key: number[] },
    coefficients: Float64Array,
    history: Float64Array,
    residuals: Float64Array | null,
    paths: number,
    steps: number,
  ): Float64Array;
  parseIdx(bytes: Uint8Array): RawIdxTable | IdxRefusal;
  readonly ColumnReader: {
    open(path: string, plan: RawPlan): RawColumnReader;
    fromBytes(bytes: Uint8Array, plan: RawPlan): RawColumnReader;
  };
}

/** napi knows absent fields only as undefined. */
export type RawPlan = Omit<ColumnPlan, 'date'> & { readonly date: ColumnPlan['date'] | undefined };

export interface RawArOptions {
  readonly lags: number[];
  readonly trend: Trend;
  readonly holdBack: number;
  readonly segments: { start: number; end: number }[];
}

export interface RawLeastSquares {
  readonly refused?: undefined;
  readonly nobs: number;
  readonly coefficients: Float64Array;
  readonly inverseGram: Float64Array;
  readonly ssr: number;
  readonly tss: number;
  readonly nestedSsr: Float64Array;
}

export interface RawResidualMoments {
  readonly nobs: number;
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly kurtosis: number;
  readonly autocorrelations: Float64Array;
  readonly arch?: { readonly nobs: number; readonly rSquared: number };
}

export interface RawColumnReader {
  advance(): (ReadProgress & { done: boolean; refused?: undefined }) | ColumnRefusal;
  finish(): RawColumnTable | ColumnRefusal;
}

export interface RawColumnTable {
  readonly refused?: undefined;
  readonly rows: number;
  readonly rowsInFile: number;
  readonly columns: Float64Array[];
  readonly missing: MissingCells[];
  readonly dates?: DateOrder;
  readonly blankLines: number;
}

export interface RawIdxTable {
  readonly refused?: undefined;
  readonly type: IdxType;
  readonly shape: number[];
  /** Absent where the values are the bytes of the file from `offset` on. */
  readonly values?: IdxValues;
  readonly offset: number;
}
