/**
 * Kernels: the passes over data that compiled code does for TypeScript.
 *
 * Two implementations exist, `native` (Rust) and `reference` (readable TypeScript, what the browser runs), and one
 * case suite runs over both. A kernel knows no column names, no model files and no message texts: what a
 * user's data do wrong comes back as a value with a stable code, and the caller words it.
 */

import type { Decoder, DecodingRequest } from './decoding.ts';

/** Deterministic terms of a model: none, constant, trend, both, or constant with trend and squared trend. */
export type Trend = 'n' | 'c' | 't' | 'ct' | 'ctt';

/** The passes over data, by one implementation. */
export interface Kernels {
  readonly name: 'native' | 'reference';
  /** Whether `readColumns` takes a `path` and streams the file; otherwise only `bytes`. */
  readonly readsFiles: boolean;
  /** What the kernels run on. */
  readonly system: KernelSystem;
  /**
   * Reads columns of a delimited text file by an exact plan (docs/csv.md has the grammar of cells).
   * Yields after each stretch of the file so that a caller can show progress or stop; the return value is the table.
   */
  readColumns(
    source: ColumnSource,
    plan: ColumnPlan,
  ): Generator<ReadProgress, ColumnTable | ColumnRefusal, void>;
  /** Conditional least squares in one pass (docs/autoregression.md). */
  fitAr(series: Float64Array, request: ArRequest): LeastSquares | SeriesRefusal;
  /** Moments, autocorrelations and ARCH regression of the residuals of given coefficients, in one pass. */
  residualMoments(series: Float64Array, request: ResidualRequest): ResidualMoments;
  /** Sample paths, row-major [paths, steps]; the same bytes for any number of threads. */
  simulateAr(request: SimulationRequest): Float64Array;
  /**
   * Reads an IDX file, gzipped or not. Values of one byte are a view of `bytes` where those are not gzipped. Takes only a file whose header
   * explains every byte, and allocates nothing for a size that the file cannot hold.
   */
  parseIdx(bytes: Uint8Array): IdxTable | IdxRefusal;
  /**
   * Starts to decode a batch: greedily, by sampling, with beams. The settings make sense together (`generate` checks them), tokens are below
   * `vocabSize`.
   */
  startDecoding(request: DecodingRequest): Decoder;
}

/** What kernels run on. */
export interface KernelSystem {
  /** `avx512`, `avx2`, `neon`, `baseline`; null where the kernels are not compiled code. */
  readonly instructionSet: string | null;
  /** Threads that a pass over data is spread over. */
  readonly threads: number;
}

/** Where columns are read from. */
export type ColumnSource = { readonly path: string } | { readonly bytes: Uint8Array };

/** How a file is to be read, with nothing left to guess. */
export interface ColumnPlan {
  /** One ASCII character; a blank stands for any run of blanks and tabs. */
  readonly delimiter: string;
  /** Records before the first row of data: a header, a line that names the delimiter, both or neither. */
  readonly headerLines: number;
  readonly decimal: '.' | ',';
  /** 0-based indices of the columns to read as numbers, ascending. */
  readonly numbers: readonly number[];
  /** The column of dates and its pattern in the language of docs/csv.md. */
  readonly date: { readonly index: number; readonly pattern: string } | null;
  /** Only rows whose trimmed cell equals the value count; all conditions must hold. */
  readonly where: readonly { readonly index: number; readonly value: string }[];
}

/** How far a read has come. */
export interface ReadProgress {
  readonly bytesRead: number;
  /** Size of the whole source in bytes. */
  readonly bytesTotal: number;
}

/** The columns that a plan asked for. */
export interface ColumnTable {
  readonly refused: null;
  /** Rows that met every condition of `where`. */
  readonly rows: number;
  /** Rows of data in the file, met or not. */
  readonly rowsInFile: number;
  /** One array of `rows` values for each entry of `numbers`; NaN where the cell says that a value is missing. */
  readonly columns: readonly Float64Array[];
  /** For each column its missing cells, or null where there are none. */
  readonly missing: readonly (MissingCells | null)[];
  /** What the column of dates says of the order of the rows; null without one. */
  readonly dates: DateOrder | null;
  /** Blank lines between rows that were passed over (never in a file of one column, where they are missing cells). */
  readonly blankLines: number;
}

/** The missing cells of a column. */
export interface MissingCells {
  readonly count: number;
  /** 1-based row (among those counted by `rows`) and 1-based line of the first one. */
  readonly row: number;
  readonly line: number;
}

/** Order of the rows by their dates; a cell that is no date is passed over and counted in `unread`. */
export interface DateOrder {
  readonly first: string;
  readonly last: string;
  /** Steps between neighbours that go forward, backward, and nowhere. */
  readonly ascending: number;
  readonly descending: number;
  readonly equal: number;
  /** First row that goes forward, first that goes backward: its line, its date and the date before it. */
  readonly firstAscent: DateStep | null;
  readonly firstDescent: DateStep | null;
  readonly unread: { readonly count: number; readonly line: number; readonly cell: string } | null;
}

/** A row and the date before it. */
export interface DateStep {
  readonly line: number;
  readonly cell: string;
  readonly previous: string;
}

/** Why a file could not be read, with what is needed to say so. */
export interface ColumnRefusal {
  readonly refused:
    | 'CSV_NOT_A_NUMBER'
    | 'CSV_NOT_FINITE'
    | 'CSV_SHORT_ROW'
    | 'CSV_UNCLOSED_QUOTE'
    | 'CSV_LINE_TOO_LONG'
    | 'CSV_IO';
  /** 1-based line in the file; for an unclosed quote the line where its record begins. 0 for CSV_IO. */
  readonly line: number;
  /** 0-based column that was wanted. */
  readonly column: number;
  /** The cell as it stands (at most 80 characters); for CSV_SHORT_ROW the number of cells; for CSV_IO the system's words. */
  readonly cell: string;
}

/** A stretch of the series without gaps, `start` inclusive, `end` exclusive. */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

/** An autoregression to be fitted. */
export interface ArRequest {
  /** Lags, ascending, each at least 1; may be empty where the trend has terms. */
  readonly lags: readonly number[];
  readonly trend: Trend;
  /** Values at the start of each segment that are never regressed on their past; at least the largest lag. */
  readonly holdBack: number;
  /** Ascending, disjoint; at least one with more than `holdBack` values. */
  readonly segments: readonly Segment[];
}

/** A least-squares solution. */
export interface LeastSquares {
  readonly refused: null;
  /** Rows of the regression. */
  readonly nobs: number;
  /** Trend terms in the order const, trend, trend squared, then one per lag. The trend of value t (0-based) is t + 1. */
  readonly coefficients: Float64Array;
  /** (X'X)^-1, row-major [k, k], in the order of the coefficients. */
  readonly inverseGram: Float64Array;
  /** Sum of squared residuals. */
  readonly ssr: number;
  /** Sum of squares of the regressand, about its mean where the trend has a constant. */
  readonly tss: number;
  /** Sum of squared residuals with the trend and the first 0, 1, ..., p lags, all on the same rows. */
  readonly nestedSsr: Float64Array;
}

/** Why a series could not be fitted. */
export interface SeriesRefusal {
  readonly refused:
    | 'SERIES_NOT_FINITE'
    | 'SERIES_RANK_DEFICIENT'
    | 'SERIES_OUT_OF_RANGE'
    | 'SERIES_TOO_SHORT';
  /**
   * Index of the value; or of the regressor (trend terms, then lags) that the ones before it explain to the rounding of
   * the data, one more than the last where the trend terms explain the series itself; 0 where there is nothing to point at.
   */
  readonly index: number;
}

/** Residuals to be summed up: coefficients, and the lags to look at. */
export interface ResidualRequest extends ArRequest {
  readonly coefficients: Float64Array;
  /** Largest lag of the residuals' autocorrelations. */
  readonly autocorrelations: number;
  /** Lags of the regression of squared residuals on their past; 0 for none. */
  readonly archLags: number;
}

/** Moments of residuals. */
export interface ResidualMoments {
  readonly nobs: number;
  readonly mean: number;
  /** Population moments about the mean. */
  readonly variance: number;
  readonly skewness: number;
  readonly kurtosis: number;
  /** Of the demeaned residuals, for lags 1..autocorrelations, over pairs within a segment. */
  readonly autocorrelations: Float64Array;
  /** Rows and R squared of the ARCH regression; null where it has too few rows or constant squares. */
  readonly arch: { readonly nobs: number; readonly rSquared: number } | null;
}

/** Paths to be drawn. */
export interface SimulationRequest {
  /** Trend terms, then one per lag, as in `LeastSquares`. */
  readonly coefficients: Float64Array;
  readonly trend: Trend;
  readonly lags: readonly number[];
  /** The last values before the paths begin, oldest first; at least the largest lag. */
  readonly history: Float64Array;
  /** 0-based time of the first simulated value. */
  readonly start: number;
  readonly steps: number;
  readonly paths: number;
  readonly shocks:
    | { readonly kind: 'gaussian'; readonly sigma: number }
    | { readonly kind: 'bootstrap'; readonly residuals: Float64Array };
  /** Key of the counter-based generator, two words of 32 bits. */
  readonly key: readonly [number, number];
}

/** The types of an IDX file: 8 bits without and with a sign, 16 and 32 bits with a sign, floats of 32 and of 64 bits. */
export type IdxType = 'ubyte' | 'byte' | 'short' | 'int' | 'float' | 'double';

/** The arrays that hold them. */
export type IdxValues =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** What an IDX file holds. */
export interface IdxTable {
  readonly refused: null;
  readonly type: IdxType;
  /** Sizes, the slowest first; empty for a single value. */
  readonly shape: readonly number[];
  /** Row-major, in the array that is of that type. */
  readonly values: IdxValues;
}

/**
 * Why an IDX file could not be read, with what is needed to say so. Of a gzip file with several faults either implementation may name
 * another one first.
 */
export interface IdxRefusal {
  readonly refused:
    | 'IDX_EMPTY'
    | 'IDX_HEADER_CUT'
    | 'IDX_BAD_MAGIC'
    | 'IDX_UNKNOWN_TYPE'
    | 'IDX_SHORT_BODY'
    | 'IDX_TRAILING_BYTES'
    | 'IDX_TOO_LARGE'
    | 'IDX_GZIP_CUT'
    | 'IDX_GZIP_DAMAGED';
  /**
   * Position of the fault in bytes: in the file for IDX_GZIP_CUT (its end) and IDX_GZIP_DAMAGED (the begin of the member), otherwise in
   * what the file unpacks to.
   */
  readonly offset: number;
  /**
   * For IDX_BAD_MAGIC and IDX_UNKNOWN_TYPE the byte that was seen; for IDX_TOO_LARGE the bytes of the values; for IDX_HEADER_CUT,
   * IDX_SHORT_BODY and IDX_TRAILING_BYTES the bytes that there should be, header included; otherwise 0.
   */
  readonly value: number;
}
