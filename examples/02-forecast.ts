/**
 * Lesson 2: forecast, draw sample paths, keep the model.
 *
 * Run it with `pnpm example 02-forecast`.
 */

import { readFileSync } from 'node:fs';
import { ArModel, fitAr, forecastAr, installKernels, Prng, readSeries } from '@ferrogen/core';
import { loadNativeKernels } from '@ferrogen/native';

const { kernels } = loadNativeKernels();
if (kernels) installKernels(kernels);

// The arithmetic of one step: constant 30, coefficients 0.5 and 0.3, last values 100 then 110.
const process = { trend: 'c', lags: [1, 2], coefficients: [30, 0.5, 0.3], sigma2: 1 } as const;
const [next] = forecastAr(process, 1, { history: [100, 110] }).mean;
console.log(`30 + 0.5 * 110 + 0.3 * 100 = ${next}`);

// The same for a fitted model, with intervals.
const bytes = readFileSync(new URL(import.meta.resolve('@ferrogen/examples/prices.csv')));
const { values } = readSeries({ bytes, name: 'prices.csv' });
const model = fitAr(values, { lags: 2 });
const forecast = model.forecast(5, { levels: [0.8, 0.95] });
const [likely, wide] = forecast.intervals;
forecast.mean.forEach((mean, step) => {
  const range = (interval: typeof likely) =>
    `${interval!.lower[step]!.toFixed(1)} to ${interval!.upper[step]!.toFixed(1)}`;
  console.log(
    `day ${step + 1}: ${mean.toFixed(2)}   80 %: ${range(likely)}   95 %: ${range(wide)}`,
  );
});

// Ten thousand futures: how often does the price end above 140 after 20 days? The same seed gives the same answer.
const paths = 10_000;
const steps = 20;
const futures = model.sample(steps, { paths, random: new Prng(42) }); // [paths, steps]
let above = 0;
for (let path = 0; path < paths; path++) if (futures[path * steps + steps - 1]! > 140) above++;
console.log(`ends above 140 in ${((100 * above) / paths).toFixed(1)} % of ${paths} paths`);

// A model is a small JSON file; reloaded, it forecasts bit for bit the same.
const text = JSON.stringify(model);
const reloaded = ArModel.fromJSON(JSON.parse(text));
const same = reloaded.forecast(5).mean.every((mean, step) => mean === forecast.mean[step]);
console.log(`${text.length} bytes of JSON, the same forecast: ${same}`);
