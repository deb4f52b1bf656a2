import { type ArModel, fitAr, referenceKernels } from '@ferrogen/core';
import { describe, expect, it } from 'vitest';
import type { ArFitResult } from '../../ar/results.ts';
import { renderReport } from './report.ts';

const values = Float64Array.from({ length: 300 }, (_, i) => Math.sin(i) + ((i * 7919) % 101) / 50);
const model: ArModel = fitAr(values, { lags: 3 });
const result: ArFitResult = {
  schemaVersion: 1,
  kind: 'ar-fit',
  data: {
    file: '<img src=x onerror=alert(1)>.csv',
    column: 'a & "b"',
    rows: 300,
    used: 300,
    order: 'ascending',
    segments: 1,
    transform: { diff: 0, logReturns: false },
  },
  fit: model.fit,
  coefficients: model.coefficients,
  roots: model.roots,
  stationary: model.stationary,
  diagnostics: model.diagnose(values),
  selection: null,
  forecast: model.forecast(12),
  kernels: 'reference',
  modelFile: null,
};
const residuals = model.residuals(values);
const page = renderReport(result, {
  values,
  residuals,
  autocorrelations: referenceKernels.residualMoments(residuals, {
    lags: [],
    trend: 'n',
    holdBack: 0,
    coefficients: new Float64Array(),
    segments: [{ start: 0, end: residuals.length }],
    autocorrelations: 20,
    archLags: 0,
  }).autocorrelations,
  useT: false,
  firstDate: null,
  lastDate: null,
  notes: ['<script>alert(1)</script>'],
});

describe('renderReport', () => {
  it('renderReport needs nothing from elsewhere and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|url\(|https?:|<[^>]*\son\w+=/i);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;.csv');
    expect(page).toContain('a &amp; &quot;b&quot;');
  });

  it('renderReport gives every figure a title and a text equivalent', () => {
    const figures = page.match(/<svg [^>]*>/g) ?? [];
    expect(figures).toHaveLength(5);
    for (const figure of figures) {
      const [, title, description] = /aria-labelledby="([\w-]+) ([\w-]+)"/.exec(figure)!;
      expect(page).toMatch(new RegExp(`<title id="${title}">[^<]+</title>`));
      expect(page).toMatch(new RegExp(`<desc id="${description}">[^<]+</desc>`));
    }
    expect(page).toMatch(/<title>AR\(3\) of a &amp; &quot;b&quot;<\/title>/);
  });

  it('renderReport holds no number that is none, and closes what it opens', () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined|null/);
    for (const tag of ['figure', 'svg', 'table', 'tr', 'td', 'th', 'div', 'p', 'main']) {
      const opened = page.match(new RegExp(`<${tag}[ >]`, 'g'))?.length;
      expect(page.match(new RegExp(`</${tag}>`, 'g'))?.length, tag).toBe(opened);
    }
  });

  it('renderReport shows the coefficients to the digits of the terminal', () => {
    expect(page).toContain(`<td>${model.coefficients[1]!.value.toFixed(4)}</td>`);
  });
});
