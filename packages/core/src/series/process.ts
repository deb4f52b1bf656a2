/**
 * An autoregressive process with known coefficients: forecasts and sample paths. Knows nothing of fitting.
 *
 *   y[t] = trend(t) + sum_i phi_i y[t - lag_i] + e[t],   e[t] independent with variance sigma2
 */

import { OptionError, SeriesError } from '../errors.ts';
import { trendPowers, trendValue } from '../kernels/autoregression.ts';
import { kernels } from '../kernels/installed.ts';
import type { Trend } from '../kernels/kernels.ts';
import { Prng } from '../random/prng.ts';
import { normalQuantile } from './distributions.ts';
import { asFloat64Array } from './segments.ts';
import { defaultLevels, type Forecast } from './types.ts';

/** What forecasts and paths are made of. */
export interface ArProcess {
  readonly trend: Trend;
  /** Ascending, each at least 1. */
  readonly lags: readonly number[];
  /** Trend terms (const, trend, trend squared as `trend` has them), then one per lag. */
  readonly coefficients: readonly number[];
  /** Variance of the shocks. */
  readonly sigma2: number;
}

/** Where forecasts and paths begin. */
export interface Continuation {
  /** The values to go on from, oldest first; at least as many as the largest lag. */
  readonly history: ArrayLike<number>;
  /** 0-based time of the first new value, which a trend needs. @default history.length */
  readonly start?: number;
}

/** Options of `forecastAr`. */
export interface ForecastOptions extends Continuation {
  /** Coverages of the intervals, each between 0 and 1. @default [0.5, 0.8, 0.95] */
  readonly levels?: readonly number[];
}

/** Options of `sampleAr`. */
export interface SampleOptions extends Continuation {
  /** @default 1 */
  readonly paths?: number;
  /** @default Prng.fromEntropy() */
  readonly random?: Prng;
  /** Gaussian shocks, or draws with replacement from the given residuals. @default 'gaussian' */
  readonly shocks?: 'gaussian' | { readonly bootstrap: ArrayLike<number> };
}

/** Longest forecast. */
const MAX_STEPS = 10_000_000;

/** Most values of one call: 2 GiB. */
const MAX_VALUES = 2 ** 28;

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
 * @throws OptionError for a process, steps, start or levels without meaning
 * @throws SeriesError where the history is shorter than the largest lag or has a gap in its last values
 *
 * @example
 * ```ts
 * const process = { trend: 'c', lags: [1, 2], coefficients: [30, 0.5, 0.3], sigma2: 1 } as const;
 * forecastAr(process, 1, { history: [100, 110] }).mean; // [115]
 * ```
 */
export function forecastAr(process: ArProcess, steps: number, options: ForecastOptions): Forecast {
  checkProcess(process);
  checkCount('steps', steps, 1, MAX_STEPS);
  const levels = options.levels ?? defaultLevels;
  if (!Array.isArray(levels))
    throw new OptionError('levels', `levels is a list of coverages; got ${String(levels)}`);
  for (const level of levels as readonly unknown[])
    if (!(typeof level === 'number' && level > 0 && level < 1))
      throw new OptionError('levels', `a level lies between 0 and 1; got ${level}`);
  const past = lastValues(process, options);
  const start = checkCount('start', options.start ?? options.history.length, 0);
  const phi = lagPolynomial(process);

  const values = new Float64Array(past.length + steps);
  values.set(past);
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
 * @throws OptionError for a process, steps, paths, start or residuals without meaning
 * @throws SeriesError where the history is shorter than the largest lag or has a gap in its last values
 */
export function sampleAr(process: ArProcess, steps: number, options: SampleOptions): Float64Array {
  const { paths = 1, random = Prng.fromEntropy(), shocks = 'gaussian' } = options;
  checkProcess(process);
  checkCount('steps', steps, 1);
  checkCount('paths', paths, 1);
  if (!(random instanceof Prng))
    throw new OptionError('random', `random is a Prng; got ${String(random)}`);
  if (shocks !== 'gaussian' && typeof shocks?.bootstrap !== 'object')
    throw new OptionError(
      'shocks',
      `shocks is 'gaussian' or { bootstrap: residuals }; got ${String(shocks)}`,
    );
  if (paths * steps > MAX_VALUES)
    throw new OptionError(
      'paths',
      `paths times steps is at most ${MAX_VALUES} values at once; got ${paths} x ${steps}`,
    );
  return kernels().simulateAr({
    coefficients: Float64Array.from(process.coefficients),
    trend: process.trend,
    lags: process.lags,
    history: lastValues(process, options),
    start: checkCount('start', options.start ?? options.history.length, 0),
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
  const values = asFloat64Array(residuals, 'bootstrap');
  if (values.length === 0 || !values.every(Number.isFinite))
    throw new OptionError('shocks', 'a bootstrap needs at least one residual, all of them finite');
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function lastValues(process: ArProcess, { history, start }: Continuation): Float64Array {
  const needed = process.lags.at(-1) ?? 0;
  if (!Number.isSafeInteger(history?.length))
    throw new OptionError('history', `history is an array of numbers; got ${String(history)}`);
  if (history.length < needed)
    throw new SeriesError(
      'SERIES_TOO_SHORT',
      `the history must reach back to the largest lag: ${needed} values are needed, there are ${history.length}`,
      { needed, got: history.length },
    );
  const from = history.length - needed;
  const values = asFloat64Array(
    Array.from({ length: needed }, (_, k) => history[from + k]!),
    'history',
  );
  const gap = values.findIndex((value) => !Number.isFinite(value));
  if (gap >= 0)
    throw new SeriesError(
      'SERIES_GAP',
      `the last ${needed} values are gone on from, but value ${(start ?? history.length) - needed + gap + 1} is ${values[gap]}`,
      { index: from + gap, hint: 'go on from a history that ends after the gap' },
    );
  return values;
}

function checkCount(
  option: string,
  value: number,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    const range =
      most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`;
    throw new OptionError(option, `${option} is a whole number ${range}; got ${value}`);
  }
  return value;
}

/** A process that belongs together: what arithmetic on it would only answer with NaN. */
function checkProcess({ trend, lags, coefficients, sigma2 }: ArProcess): void {
  const needed = trendPowers(trend).length + lags.length;
  if (coefficients.length !== needed || !coefficients.every(Number.isFinite))
    throw new OptionError(
      'coefficients',
      `trend '${trend}' and ${lags.length} lags need ${needed} finite coefficients; got ${coefficients.length}: ${coefficients.join(', ')}`,
    );
  if (lags.some((lag, k) => !Number.isSafeInteger(lag) || lag <= (lags[k - 1] ?? 0)))
    throw new OptionError('lags', `lags ascend from at least 1; got ${lags.join(', ')}`);
  if (!(sigma2 >= 0 && sigma2 < Number.POSITIVE_INFINITY))
    throw new OptionError('sigma2', `a variance is a number of at least 0; got ${sigma2}`);
}
