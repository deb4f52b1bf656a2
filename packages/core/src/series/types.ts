/**
 * The values that the autoregression room hands out. Plain data and the words for them; what makes them stands in
 * the files beside this one.
 */

import type { Trend } from '../kernels/kernels.ts';

/** What is estimated: which lags, which deterministic terms, how many values are held back. */
export interface ArSpecification {
  /** Ascending, each at least 1; empty for a model of trend terms alone. */
  readonly lags: readonly number[];
  readonly trend: Trend;
  /** Values at the start of each segment that are only ever regressors; at least the largest lag. */
  readonly holdBack: number;
}

/** One estimated coefficient. `z` and `pValue` are of Student's t where the model was fitted with `useT`. */
export interface Coefficient {
  /** `const`, `trend`, `trend2`, or `L1`, `L2`, ... */
  readonly name: string;
  readonly value: number;
  readonly stdError: number;
  readonly z: number;
  readonly pValue: number;
  /** 95 % interval. */
  readonly lower: number;
  readonly upper: number;
}

/** Goodness of fit. The variance counts as a parameter in every criterion, as in statsmodels' AutoReg. */
export interface FitStatistics {
  readonly method: 'ols';
  readonly trend: Trend;
  readonly lags: readonly number[];
  readonly holdBack: number;
  readonly nobs: number;
  /** Number of regressors, the constant among them. */
  readonly dfModel: number;
  readonly dfResid: number;
  /** SSR / nobs. */
  readonly sigma2: number;
  readonly ssr: number;
  readonly rSquared: number;
  readonly logLik: number;
  readonly aic: number;
  readonly bic: number;
  readonly hqic: number;
  readonly aicc: number;
  readonly fpe: number;
}

/** A root of 1 - sum phi_j z^j; the model is stationary if every modulus exceeds 1. */
export interface Root {
  readonly re: number;
  readonly im: number;
  readonly modulus: number;
  /** Cycles per step, atan2(im, re) / 2 pi. */
  readonly frequency: number;
}

/** Means and errors of the values to come, step by step. */
export interface Forecast {
  readonly steps: number;
  readonly mean: readonly number[];
  readonly stdError: readonly number[];
  readonly intervals: readonly ForecastInterval[];
}

/** Where a value lies with a given probability, step by step. */
export interface ForecastInterval {
  /** Coverage, for example 0.95. */
  readonly level: number;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** What a model was fitted to: enough to read the same column of another file in the same way. */
export interface SeriesSource {
  readonly file: string | null;
  readonly column: string | null;
  readonly dateColumn: string | null;
  readonly where: readonly { readonly column: string; readonly value: string }[];
  /** Order of differencing before the fit. */
  readonly diff: number;
  /** Whether log returns were taken before the fit. */
  readonly logReturns: boolean;
}

/** Tests of the residuals; a p-value is null where the test has no degrees of freedom or cannot be computed. */
export interface Diagnostics {
  readonly ljungBox: {
    readonly lags: number;
    readonly statistic: number | null;
    readonly pValue: number | null;
  };
  readonly jarqueBera: { readonly statistic: number | null; readonly pValue: number | null };
  readonly archLm: {
    readonly lags: number;
    readonly statistic: number | null;
    readonly pValue: number | null;
  };
}

/** Information criteria by which an order can be chosen. */
export const criteria = ['aic', 'bic', 'hqic', 'aicc'] as const;
/** Name of an information criterion. */
export type Criterion = (typeof criteria)[number];

/** Deterministic terms that a model can have. */
export const trends = ['n', 'c', 't', 'ct', 'ctt'] as const satisfies readonly Trend[];

/** Coverages of forecast intervals where nobody asks for others. */
export const defaultLevels: readonly number[] = [0.5, 0.8, 0.95];

/** Every order from 0 to the largest, all on the same rows. */
export interface OrderSelection {
  readonly criterion: Criterion;
  /** Rows of the common sample. */
  readonly nobs: number;
  readonly candidates: readonly OrderCandidate[];
  /** Lags of the best candidate. */
  readonly chosen: readonly number[];
}

/** One order with its criteria. */
export interface OrderCandidate {
  readonly lags: readonly number[];
  readonly aic: number;
  readonly bic: number;
  readonly hqic: number;
  readonly aicc: number;
}
