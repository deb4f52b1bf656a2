/** Reading a series out of a CSV file. */

export { HEAD_BYTES, type Head } from './head.ts';
export { planSeries, type SeriesPlan } from './plan-series.ts';
export { readSeries, readSeriesSteps } from './read-series.ts';
export type { NamedBytes, ReadSeriesOptions, Series } from './types.ts';
