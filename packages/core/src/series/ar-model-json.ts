/** The model file of an autoregression: what is written down, and the checks on reading it back. */

import { ModelFileError } from '../errors.ts';
import type { Trend } from '../kernels/kernels.ts';
import { MAX_LAG, regressorNames } from './least-squares.ts';
import { type ArSpecification, type SeriesSource, trends } from './types.ts';

/** Everything that makes a fitted model; the rest is computed from it. */
export interface ArModelState {
  readonly specification: ArSpecification;
  readonly useT: boolean;
  readonly nobs: number;
  readonly ssr: number;
  readonly tss: number;
  /** Trend terms, then lags. */
  readonly coefficients: readonly number[];
  readonly stdErrors: readonly number[];
  /** Values of the series, gaps included. */
  readonly length: number;
  /** The last values of the series, as many as the largest lag; NaN at a gap. */
  readonly lastValues: readonly number[];
  readonly segments: number;
  readonly source: SeriesSource | null;
}

/** A fitted model as its file holds it. */
export interface ArModelJson {
  readonly schemaVersion: 1;
  readonly kind: 'ar-model';
  readonly trend: Trend;
  readonly lags: readonly number[];
  readonly holdBack: number;
  readonly useT: boolean;
  readonly nobs: number;
  readonly ssr: number;
  readonly tss: number;
  readonly coefficients: readonly {
    readonly name: string;
    readonly value: number;
    readonly stdError: number;
  }[];
  readonly series: {
    readonly length: number;
    readonly segments: number;
    readonly lastValues: readonly (number | null)[];
  };
  readonly source: SeriesSource | null;
}

export function modelToJson(state: ArModelState): ArModelJson {
  const { specification, useT, nobs, ssr, tss, length, segments, source } = state;
  return {
    schemaVersion: 1,
    kind: 'ar-model',
    trend: specification.trend,
    lags: specification.lags,
    holdBack: specification.holdBack,
    useT,
    nobs,
    ssr,
    tss,
    coefficients: regressorNames(specification).map((name, k) => ({
      name,
      value: state.coefficients[k]!,
      stdError: state.stdErrors[k]!,
    })),
    series: {
      length,
      segments,
      lastValues: state.lastValues.map((value) => (Number.isNaN(value) ? null : value)),
    },
    source,
  };
}

/** @throws ModelFileError naming the first field that is not what it should be */
export function modelFromJson(json: unknown): ArModelState {
  const model = record(json, 'the file');
  if (model.kind !== 'ar-model')
    fail(`kind is ${JSON.stringify(model.kind) ?? 'absent'}, not "ar-model"`);
  if (model.schemaVersion !== 1)
    fail(
      `schemaVersion is ${JSON.stringify(model.schemaVersion) ?? 'absent'}; this version reads 1`,
    );
  const lags = array(model.lags, 'lags').map((lag, k) => count(lag, `lags[${k}]`, 1));
  if (lags.some((lag, k) => k > 0 && lag <= lags[k - 1]!)) fail('lags do not ascend');
  if ((lags.at(-1) ?? 0) > MAX_LAG) fail(`lags exceed ${MAX_LAG}`);
  if (!trends.includes(model.trend as Trend)) fail(`trend is not one of ${trends.join(', ')}`);
  const past = lags.at(-1) ?? 0;
  const specification: ArSpecification = {
    lags,
    trend: model.trend as Trend,
    holdBack: count(model.holdBack, 'holdBack', past),
  };
  const names = regressorNames(specification);
  const rows = array(model.coefficients, 'coefficients').map((row, k) =>
    record(row, `coefficients[${k}]`),
  );
  if (rows.length !== names.length || rows.some((row, k) => row.name !== names[k]))
    fail(`coefficients are not ${names.join(', ')} in this order`);
  const series = record(model.series, 'series');
  const lastValues = array(series.lastValues, 'series.lastValues').map((value, k) =>
    value === null ? Number.NaN : number(value, `series.lastValues[${k}]`),
  );
  if (lastValues.length !== past)
    fail(`series.lastValues has ${lastValues.length} values, the largest lag is ${past}`);
  if (typeof model.useT !== 'boolean') fail('useT is not true or false');
  return {
    specification,
    useT: model.useT as boolean,
    nobs: count(model.nobs, 'nobs', names.length + 1),
    ssr: notNegative(model.ssr, 'ssr'),
    tss: aboveZero(model.tss, 'tss'),
    coefficients: rows.map((row, k) => number(row.value, `coefficients[${k}].value`)),
    stdErrors: rows.map((row, k) => notNegative(row.stdError, `coefficients[${k}].stdError`)),
    length: count(series.length, 'series.length', past),
    lastValues,
    segments: count(series.segments, 'series.segments', 1),
    source: model.source === null ? null : sourceFromJson(record(model.source, 'source')),
  };
}

function sourceFromJson(source: Record<string, unknown>): SeriesSource {
  const text = (field: string): string | null => {
    const value = source[field];
    if (value !== null && typeof value !== 'string') fail(`source.${field} is not a text or null`);
    return value as string | null;
  };
  if (typeof source.logReturns !== 'boolean') fail('source.logReturns is not true or false');
  return {
    file: text('file'),
    column: text('column'),
    dateColumn: text('dateColumn'),
    where: array(source.where, 'source.where').map((entry, k) => {
      const { column, value } = record(entry, `source.where[${k}]`);
      if (typeof column !== 'string' || typeof value !== 'string')
        fail(`source.where[${k}] is not a column and a value`);
      return { column: column as string, value: value as string };
    }),
    diff: count(source.diff, 'source.diff', 0),
    logReturns: source.logReturns as boolean,
  };
}

function fail(what: string): never {
  throw new ModelFileError(`not an autoregression that gen wrote: ${what}`);
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    fail(`${what} is not an object`);
  return value as Record<string, unknown>;
}

function array(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) fail(`${what} is not a list`);
  return value as unknown[];
}

function number(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) fail(`${what} is not a finite number`);
  return value as number;
}

function notNegative(value: unknown, what: string): number {
  const checked = number(value, what);
  if (checked < 0) fail(`${what} is negative`);
  return checked;
}

function aboveZero(value: unknown, what: string): number {
  const checked = number(value, what);
  if (checked <= 0) fail(`${what} is not above zero`);
  return checked;
}

function count(value: unknown, what: string, least: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < least)
    fail(`${what} is not a whole number of at least ${least}`);
  return value as number;
}
