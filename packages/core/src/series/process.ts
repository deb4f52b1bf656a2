/**
 * An autoregressive process with known coefficients: forecasts and sample paths. Knows nothing of fitting.
 *
 *   y[t] = trend(t) + sum_i phi_i y[t - lag_i] + e[t],   e[t] independent with variance sigma2
 */

import { OptionError, SeriesError } from '../errors.ts';
import { kernels } from '../kernels/installed.ts';
import type { Trend } from '../kernels/kernels.ts';
import { trendPowers, trendValue } from '../kernels/reference/ar/trend.ts';
import { Prng } from '../random/prng.ts';
import { normalQuantile } from './distributions.ts';
import type { Forecast } from './types.ts';

export interface ArProcess {
  readonly trend: Trend;
  /** Ascending, each at least 1. */
  readonly lags: readonly number[];
  /** Trend terms (const, trend, trend squared as `trend` has them), then one per lag. */
  readonly coefficients: readonly number[];
  /** Variance of the shocks. */
  readonly sigma2: number;
}

export interface Continuation {
  /** The values to go on from, oldest first; at least as many as the largest lag. */
  readonly history: ArrayLike<number>;
  /** 0-based time of the first new value, which a trend needs. @default history.length */
  readonly start?: number;
}

export interface ForecastOptions extends Continuation {
  /** Coverages of the intervals, each between 0 and 1. @default [0.5, 0.8, 0.95] */
  readonly levels?: readonly number[];
}

export interface SampleOptions extends Continuation {
  /** @default 1 */
  readonly paths?: number;
  /** @default Prng.fromEntropy() */
  readonly random?: Prng;
  /** Gaussian shocks, or draws with replacement from the given residuals. @default 'gaussian' */
  readonly shocks?: 'gaussian' | { readonly bootstrap: ArrayLike<number> };
}

/** The coefficients of lags 1, 2, ..., up to the largest, zeros for lags left out. */
export function lagPolynomial(process: ArProcess): number[] {
  const terms = trendPowers(process.trend).length;
  const phi = new Array<number>(process.lags.at(-1) ?? 0).fill(0);
  process.lags.forEach((lag, k) => {
    phi[lag - 1] = process.coefficients[terms + k]!;
  });
  return phi;
}

/**
 * Forecasts by the recursion on the mean, with normal intervals from
 * Var(s) = sigma2 sum_{j<s} psi_j^2, psi_0 = 1, psi_j = sum_i phi_i psi_{j-i}
 * (uncertainty of the coefficients is not in them, as in statsmodels).
 *
 * @throws OptionError for steps or levels without meaning
 * @throws SeriesError where the history is shorter than the largest lag or has a gap in its last values
 *
 * @example
 * ```ts
 * const process = { trend: 'c', lags: [1, 2], coefficients: [30, 0.5, 0.3], sigma2: 1 } as const;
 * forecastAr(process, 1, { history: [100, 110] }).mean; // [115]
 * ```
 */
export function forecastAr(process: ArProcess, steps: number, options: ForecastOptions): Forecast {
  checkCount('steps', steps);
  const levels = options.levels ?? [0.5, 0.8, 0.95];
  for (const level of levels)
    if (!(level > 0 && level < 1))
      throw new OptionError('levels', `a level lies between 0 and 1; got ${level}`);
  const past = lastValues(process, options.history);
  const start = options.start ?? options.history.length;
  const phi = lagPolynomial(process);

  const values = Float64Array.from([...past, ...new Array<number>(steps).fill(0)]);
  const psi = new Float64Array(steps);
  const stdError: number[] = [];
  let squares = 0;
  for (let step = 0; step < steps; step++) {
    const at = past.length + step;
    let mean = trendValue(process.coefficients, process.trend, start + step + 1);
    let weight = step === 0 ? 1 : 0;
    phi.forEach((coefficient, i) => {
      mean += coefficient * values[at - i - 1]!;
      if (step > i) weight += coefficient * psi[step - i - 1]!;
    });
    values[at] = mean;
    psi[step] = weight;
    squares += weight * weight;
    stdError.push(Math.sqrt(process.sigma2 * squares));
  }
  const mean = Array.from(values.subarray(past.length));
  const intervals = levels.map((level) => {
    const reach = normalQuantile(0.5 + level / 2);
    return {
      level,
      lower: mean.map((value, step) => value - reach * stdError[step]!),
      upper: mean.map((value, step) => value + reach * stdError[step]!),
    };
  });
  return { steps, mean, stdError, intervals };
}

/**
 * Draws sample paths, row-major [paths, steps]. The same source of randomness gives the same paths, whatever
 * the number of threads.
 *
 * @throws OptionError for steps, paths or residuals without meaning
 * @throws SeriesError where the history is shorter than the largest lag or has a gap in its last values
 */
export function sampleAr(process: ArProcess, steps: number, options: SampleOptions): Float64Array {
  const { paths = 1, random = Prng.fromEntropy(), shocks = 'gaussian' } = options;
  checkCount('steps', steps);
  checkCount('paths', paths);
  if (paths * steps > 2 ** 32)
    throw new OptionError(
      'paths',
      `paths times steps is at most 2^32 values at once; got ${paths} x ${steps}`,
    );
  return kernels().simulateAr({
    coefficients: Float64Array.from(process.coefficients),
    trend: process.trend,
    lags: process.lags,
    history: lastValues(process, options.history),
    start: options.start ?? options.history.length,
    steps,
    paths,
    shocks:
      shocks === 'gaussian'
        ? { kind: 'gaussian', sigma: Math.sqrt(process.sigma2) }
        : { kind: 'bootstrap', residuals: centredResiduals(shocks.bootstrap) },
    key: random.key,
  });
}

/** Residuals less their mean: a bootstrap must not add drift. */
function centredResiduals(residuals: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(residuals);
  if (values.length === 0 || !values.every(Number.isFinite))
    throw new OptionError('shocks', 'a bootstrap needs at least one residual, all of them finite');
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function lastValues(process: ArProcess, history: ArrayLike<number>): Float64Array {
  const needed = process.lags.at(-1) ?? 0;
  if (history.length < needed)
    throw new SeriesError(
      'SERIES_TOO_SHORT',
      `the history must reach back to the largest lag: ${needed} values are needed, there are ${history.length}`,
      { needed, got: history.length },
    );
  const from = history.length - needed;
  const values = Float64Array.from({ length: needed }, (_, k) => history[from + k]!);
  const gap = values.findIndex((value) => !Number.isFinite(value));
  if (gap >= 0)
    throw new SeriesError(
      'SERIES_GAP',
      `a forecast goes on from the last ${needed} values, but value ${from + gap + 1} of ${history.length} is ${values[gap]}`,
      { index: from + gap, hint: 'end the history before the gap, or fill it' },
    );
  return values;
}

function checkCount(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new OptionError(option, `${option} is a whole number of at least 1; got ${value}`);
}
