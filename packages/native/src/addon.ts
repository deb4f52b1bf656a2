/** The shape of the raw addon: what crates/node exports, under the names that napi gives them. */

import type {
  ColumnPlan,
  ColumnRefusal,
  DateOrder,
  DecodingCandidates,
  DecodingRefusal,
  DecodingSettings,
  DecodingStep,
  Hypothesis,
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
  readonly Decoder: {
    start(
      vocabSize: number,
      length: number,
      tokens: Int32Array,
      padding: Int32Array,
      settings: RawDecodingSettings,
      key: number[],
    ): RawDecoder;
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

/** Fields that may be null are undefined here, tuples are objects. */
export type RawDecodingSettings = Omit<
  DecodingSettings,
  'earlyStopping' | 'exponentialDecayLengthPenalty' | 'forcedBosTokenId' | 'sequenceBias' | 'topH'
> & {
  readonly earlyStopping: 'true' | 'false' | 'never';
  readonly exponentialDecayLengthPenalty: { start: number; factor: number } | undefined;
  readonly forcedBosTokenId: number | undefined;
  readonly sequenceBias: { tokens: readonly number[]; bias: number }[];
  readonly topH: number | undefined;
};

/** Whatever is not refused lacks the field; allowed tokens are two arrays, empty where all are allowed. */
export interface RawDecoder {
  readonly rows: number;
  advance(
    logits: Float32Array,
    offsets: Int32Array,
    ids: Int32Array,
  ): RawDecodingStep | DecodingRefusal;
  propose(
    logits: Float32Array,
    offsets: Int32Array,
    ids: Int32Array,
  ): (Omit<DecodingCandidates, 'refused'> & { refused?: undefined }) | DecodingRefusal;
  accept(stopped: Uint8Array): RawDecodingStep;
  scores(
    logits: Float32Array,
    offsets: Int32Array,
    ids: Int32Array,
  ): Float32Array | DecodingRefusal;
  settled(item: number, sequence: number): Int32Array;
  finish(): RawHypothesis[];
}

export type RawDecodingStep = Omit<DecodingStep, 'refused' | 'done'> & { refused?: undefined };

/** napi leaves out what is absent. */
export type RawHypothesis = Omit<Hypothesis, 'score'> & { readonly score?: number };
