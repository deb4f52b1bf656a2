/**
 * A fitted autoregression: an immutable value that forecasts, draws paths and can be written down. It knows how it was
 * fitted, not how to fit.
 */

import { residualsOf } from '../kernels/autoregression.ts';
import {
  type ArModelJson,
  type ArModelState,
  modelFromJson,
  modelToJson,
} from './ar-model-json.ts';
import { diagnostics, residualAutocorrelations } from './diagnostics.ts';
import { deepFreeze } from './freeze.ts';
import { coefficientTable, fitStatistics } from './inference.ts';
import {
  type ArProcess,
  type ForecastOptions,
  forecastAr,
  lagPolynomial,
  type SampleOptions,
  sampleAr,
} from './process.ts';
import { arRoots, isStationary } from './roots.ts';
import { asFloat64Array, segmentsBetweenGaps } from './segments.ts';
import type {
  ArSpecification,
  Coefficient,
  Diagnostics,
  FitStatistics,
  Forecast,
  Root,
  SeriesSource,
} from './types.ts';

/**
 * A fitted autoregression, frozen all the way down; `fitAr` and `ArModel.fromJSON` make it.
 *
 * @example
 * ```ts
 * const model = fitAr(prices, { lags: 2 });
 * const { mean, intervals } = model.forecast(10);
 * const again = ArModel.fromJSON(JSON.parse(JSON.stringify(model)));
 * ```
 */
export class ArModel {
  readonly specification: ArSpecification;
  /** Whether inference is by Student's t with divisor N - k. */
  readonly useT: boolean;
  readonly fit: FitStatistics;
  readonly coefficients: readonly Coefficient[];
  /** Stretches without gaps that the series had. */
  readonly segments: number;
  /** What the model was fitted to, where that is known. */
  readonly source: SeriesSource | null;
  readonly #state: ArModelState;
  readonly #process: ArProcess;
  #roots: readonly Root[] | undefined;

  /** For `fitAr` and `fromJSON`; the parts must belong together. */
  constructor(original: ArModelState) {
    const state = deepFreeze(structuredClone(original));
    this.#state = state;
    this.specification = state.specification;
    this.useT = state.useT;
    this.segments = state.segments;
    this.source = state.source;
    this.fit = deepFreeze(fitStatistics(state));
    this.coefficients = deepFreeze(coefficientTable(state, this.fit.dfResid));
    this.#process = deepFreeze({
      trend: state.specification.trend,
      lags: state.specification.lags,
      coefficients: state.coefficients,
      sigma2: this.fit.sigma2,
    });
    Object.freeze(this);
  }

  /** Roots of 1 - sum phi_j z^j, nearest to the origin first; empty where the largest lag exceeds 2000. */
  get roots(): readonly Root[] {
    this.#roots ??= deepFreeze(arRoots(lagPolynomial(this.#process)));
    return this.#roots;
  }

  /** Whether every root lies outside the unit circle. */
  get stationary(): boolean {
    return isStationary(lagPolynomial(this.#process));
  }

  /** The process with the estimated coefficients: what forecasts and paths are made of. */
  get process(): ArProcess {
    return this.#process;
  }

  /** Number of values in the series that the model was fitted to; the time of the first value after it. */
  get length(): number {
    return this.#state.length;
  }

  /**
   * Forecasts with standard errors and normal intervals, going on from the series that was fitted or from another history
   * (which then begins at time 0).
   *
   * @throws OptionError, SeriesError as `forecastAr`
   */
  forecast(steps: number, options: Partial<ForecastOptions> = {}): Forecast {
    return forecastAr(this.#process, steps, {
      ...this.#continuation(),
      ...options,
      ...this.#startOf(options),
    });
  }

  /**
   * Draws sample paths, row-major [paths, steps].
   *
   * @throws OptionError, SeriesError as `sampleAr`
   */
  sample(steps: number, options: Partial<SampleOptions> = {}): Float64Array {
    return sampleAr(this.#process, steps, {
      ...this.#continuation(),
      ...options,
      ...this.#startOf(options),
    });
  }

  /** Residuals of a series, one for each value whose lags are all there; gaps (NaN) part it. */
  residuals(series: ArrayLike<number>): Float64Array {
    const values = asFloat64Array(series);
    return residualsOf(values, this.#request(values)).residuals;
  }

  /** Autocorrelations of the residuals of a series at lags 1..lags, over pairs without a gap between them. */
  autocorrelations(series: ArrayLike<number>, lags: number): Float64Array {
    const values = asFloat64Array(series);
    return residualAutocorrelations(values, this.#request(values), lags);
  }

  /**
   * Ljung-Box, Jarque-Bera and ARCH-LM tests of the residuals of a series, usually the one that was fitted.
   * Ljung-Box has 10 lags (p + 5 from p = 10 on; never more than N div 5) and lags - p degrees of freedom; ARCH-LM has 5.
   * A statistic is null where the residuals are too few or do not vary.
   */
  diagnose(series: ArrayLike<number>): Diagnostics {
    const values = asFloat64Array(series);
    return diagnostics(values, this.#request(values));
  }

  /** The same model with a note of what it was fitted to. */
  withSource(source: SeriesSource): ArModel {
    return new ArModel({ ...this.#state, source });
  }

  toJSON(): ArModelJson {
    return modelToJson(this.#state);
  }

  /**
   * The model that `toJSON` wrote down; it forecasts bit for bit as the original.
   *
   * @throws ModelFileError where the value is not such a model
   */
  static fromJSON(json: unknown): ArModel {
    return new ArModel(modelFromJson(json));
  }

  #continuation(): { history: readonly number[]; start: number } {
    return { history: this.#state.lastValues, start: this.#state.length };
  }

  /** Another history starts its own time. */
  #startOf(options: { history?: ArrayLike<number>; start?: number }): { start?: number } {
    return options.history && options.start === undefined ? { start: options.history.length } : {};
  }

  #request(values: Float64Array) {
    return {
      ...this.specification,
      coefficients: Float64Array.from(this.#process.coefficients),
      segments: segmentsBetweenGaps(values),
    };
  }
}
