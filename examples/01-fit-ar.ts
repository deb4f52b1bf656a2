/**
 * Lesson 1: fit an autoregression to real prices.
 *
 * Run it with `pnpm example 01-fit-ar`.
 */

import { readFileSync } from 'node:fs';
import { fitAr, installKernels, readSeries, selectArOrder } from '@ferrogen/core';
import { loadNativeKernels } from '@ferrogen/native';

// The Rust kernels where they were built; without this line the same code runs on the TypeScript ones.
const { kernels } = loadNativeKernels();
if (kernels) installKernels(kernels);

// A CSV becomes one column of numbers, oldest first; the reader says what it picked.
const bytes = readFileSync(new URL(import.meta.resolve('@ferrogen/examples/prices.csv')));
const prices = readSeries({ bytes, name: 'prices.csv' });
console.log(`${prices.rows} ${prices.frequency} values of ${prices.column}`);

// Which order? BIC compares 0 to 10 on the same rows.
const { chosen, candidates } = selectArOrder(prices.values, { maxLag: 10, criterion: 'bic' });
for (const { lags, bic } of candidates.slice(0, 4))
  console.log(`p = ${lags.length}  BIC ${bic.toFixed(1)}`);
console.log(`chosen: p = ${chosen.length}`);

// Fitting returns a fitted model: an immutable value.
const model = fitAr(prices.values, { lags: 2 });
for (const { name, value, stdError, pValue } of model.coefficients)
  console.log(
    `${name.padEnd(6)} ${value.toFixed(4).padStart(8)} +- ${stdError.toFixed(4)}  p ${pValue.toPrecision(2)}`,
  );
console.log(`sigma ${Math.sqrt(model.fit.sigma2).toFixed(3)}, stationary: ${model.stationary}`);

// What the model leaves unexplained should look like noise.
const { ljungBox, jarqueBera } = model.diagnose(prices.values);
console.log(
  `Ljung-Box(${ljungBox.lags}) p ${ljungBox.pValue?.toFixed(2)}, Jarque-Bera p ${jarqueBera.pValue?.toPrecision(2)}`,
);
