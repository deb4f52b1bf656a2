/**
 * A fitted autoregression: an immutable value that forecasts, draws paths and can be written down. It knows how it was
 * fitted, not how to fit.
 */

import { residualsOf } from '../kernels/reference/ar/residual-moments.ts';
import {
  type ArModelJson,
  type ArModelState,
  modelFromJson,
  modelToJson,
} from './ar-model-json.ts';
import { diagnostics } from './diagnostics.ts';
import {
  normalQuantile,
  normalTwoSided,
  studentQuantile,
  studentTwoSided,
} from './distributions.ts';
import { information } from './information.ts';
import { regressorNames } from './least-squares.ts';
import {
  type ArProcess,
  type ForecastOptions,
  forecastAr,
  lagPolynomial,
  type SampleOptions,
  sampleAr,
} from './process.ts';
import { arRoots } from './roots.ts';
import { segmentsBetweenGaps } from './segments.ts';
import type {
  ArSpecification,
  Coefficient,
  Diagnostics,
  FitStatistics,
  Forecast,
  Root,
  SeriesSource,
} from './types.ts';

const COEFFICIENT_LEVEL = 0.95;

export class ArModel {
  readonly specification: ArSpecification;
  /** Whether inference is by Student's t with divisor N - k. */
  readonly useT: boolean;
  readonly fit: FitStatistics;
  readonly coefficients: readonly Coefficient[];
  /** Roots of 1 - sum phi_j z^j, nearest to the origin first. */
  readonly roots: readonly Root[];
  /** Whether every root lies outside the unit circle. */
  readonly stationary: boolean;
  /** Stretches without gaps that the series had. */
  readonly segments: number;
  /** What the model was fitted to, where that is known. */
  readonly source: SeriesSource | null;
  readonly #state: ArModelState;
  readonly #process: ArProcess;

  /** For `fitAr` and `fromJSON`; the parts must belong together. */
  constructor(state: ArModelState) {
    this.#state = state;
    this.specification = state.specification;
    this.useT = state.useT;
    this.segments = state.segments;
    this.source = state.source;
    this.fit = fitStatistics(state);
    this.coefficients = coefficientTable(state, this.fit.dfResid);
    this.#process = {
      trend: state.specification.trend,
      lags: state.specification.lags,
      coefficients: state.coefficients,
      sigma2: this.fit.sigma2,
    };
    this.roots = arRoots(lagPolynomial(this.#process));
    this.stationary = this.roots.every(({ modulus }) => modulus > 1);
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
    const values = Float64Array.from(series);
    const { residuals } = residualsOf(values, this.#request(values));
    return residuals;
  }

  /**
   * Ljung-Box, Jarque-Bera and ARCH-LM tests of the residuals of a series, usually the one that was fitted.
   * Ljung-Box has 10 lags (p + 5 from p = 10 on; never more than N div 5) and lags - p degrees of freedom; ARCH-LM has 5.
   */
  diagnose(series: ArrayLike<number>): Diagnostics {
    const values = series instanceof Float64Array ? series : Float64Array.from(series);
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

function fitStatistics({
  specification,
  nobs,
  ssr,
  tss,
  coefficients,
}: ArModelState): FitStatistics {
  const dfModel = coefficients.length;
  const sigma2 = ssr / nobs;
  const { logLik, aic, bic, hqic, aicc } = information(ssr, nobs, dfModel);
  return {
    method: 'ols',
    trend: specification.trend,
    lags: specification.lags,
    holdBack: specification.holdBack,
    nobs,
    dfModel,
    dfResid: nobs - dfModel,
    sigma2,
    ssr,
    rSquared: 1 - ssr / tss,
    logLik,
    aic,
    bic,
    hqic,
    aicc,
    // Akaike's final prediction error.
    fpe: (sigma2 * (nobs + dfModel)) / (nobs - dfModel),
  };
}

function coefficientTable(state: ArModelState, dfResid: number): Coefficient[] {
  const { useT, coefficients, stdErrors } = state;
  const p = 0.5 + COEFFICIENT_LEVEL / 2;
  const reach = useT ? studentQuantile(p, dfResid) : normalQuantile(p);
  return regressorNames(state.specification).map((name, k) => {
    const value = coefficients[k]!;
    const stdError = stdErrors[k]!;
    const z = value / stdError;
    return {
      name,
      value,
      stdError,
      z,
      pValue: useT ? studentTwoSided(z, dfResid) : normalTwoSided(z),
      lower: value - reach * stdError,
      upper: value + reach * stdError,
    };
  });
}
