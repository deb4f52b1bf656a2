/**
 * The cases of ../shared/data/series that other programs and exact arithmetic have answered: which file, which
 * model, which numbers. Series are read with the product's own reader.
 */

import { readFileSync } from 'node:fs';
import { readSeries, type Trend } from '@ferrogen/core';
import { sharedData } from './shared-data.ts';

/** Numbers of an exact least-squares case, as decimal texts of 20 digits. */
export interface ExactNumbers {
  readonly params: readonly string[];
  readonly bse: readonly string[];
  readonly bse_ols: readonly string[];
  readonly sigma2: string;
  readonly ssr: string;
  readonly llf: string;
  readonly aic: string;
  readonly bic: string;
  readonly hqic: string;
  readonly fpe: string;
  readonly aicc: string;
  readonly nobs: number;
}

export interface SeriesCase {
  readonly name: string;
  readonly order: number;
  readonly trend: Trend;
  readonly exact: ExactNumbers;
  readonly values: () => Float64Array;
}

/** Every case of expected_exact_ls.json. */
export function exactCases(): SeriesCase[] {
  const cases = parse('expected_exact_ls.json') as Record<string, ExactNumbers & CaseSource>;
  return Object.entries(cases).map(([name, exact]) => ({
    name,
    ...modelOf(name),
    exact,
    values: () => seriesOf(exact),
  }));
}

/** The numbers of statsmodels for a case, or null where it has none. */
export function statsmodelsNumbers(): Record<string, StatsmodelsNumbers> {
  return parse('expected_statsmodels_0.15.0.json') as Record<string, StatsmodelsNumbers>;
}

export interface StatsmodelsNumbers {
  readonly params: readonly number[];
  readonly bse: readonly number[];
  readonly tvalues: readonly number[];
  readonly pvalues: readonly number[];
  readonly sigma2: number;
  readonly llf: number;
  readonly aic: number;
  readonly bic: number;
  readonly hqic: number;
  readonly fpe: number;
  readonly aicc: number;
  readonly rsquared: number;
  readonly roots: readonly (readonly [number, number])[];
  readonly arfreq: readonly number[];
  readonly forecast10: readonly number[];
  readonly se10: readonly number[];
  readonly ci95_10: readonly (readonly [number, number])[];
  readonly ljung_box: readonly (readonly [number, number, number | null])[];
  /** Statistic, p-value, skewness, kurtosis. */
  readonly jarque_bera: readonly [number, number, number, number];
  /** Statistic, p-value, lags. */
  readonly arch_lm: readonly (readonly [number, number, number])[];
  readonly statsmodels_rel_err_of_params: number;
}

/** The numbers that others published. */
export function publishedNumbers(): Record<string, unknown> {
  return parse('expected_published.json') as Record<string, unknown>;
}

/** A column of a file under ../shared/data/series. */
export function sharedSeries(file: string, column?: string): Float64Array {
  return seriesOf({ file, column: column ?? null, filter: null });
}

interface CaseSource {
  readonly file: string;
  readonly column: string | null;
  /** `name==value`, or null. */
  readonly filter: string | null;
}

function seriesOf({ file, column, filter }: CaseSource): Float64Array {
  const [name, value] = filter?.split('==') ?? [];
  return readSeries(
    { bytes: readFileSync(sharedData(`series/${file}`)!), name: file },
    {
      ...(column === null ? {} : { column }),
      ...(name && value ? { where: [{ column: name, value }] } : {}),
    },
  ).values;
}

function modelOf(name: string): { order: number; trend: Trend } {
  const match = /\|p=(\d+)\|trend=(n|ct|c)$/.exec(name);
  if (!match) throw new Error(`not a case of this file: ${name}`);
  return { order: Number(match[1]), trend: match[2] as Trend };
}

/** The files hold bare NaN tokens, which JSON does not know. */
function parse(file: string): unknown {
  return JSON.parse(
    readFileSync(sharedData(`series/${file}`)!, 'utf8').replace(/\bNaN\b/g, 'null'),
  );
}
