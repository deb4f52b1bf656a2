/** The built demo page in a real browser, served under a sub-path as a static host would. */

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fitAr, readSeries } from '@ferrogen/core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { findChromium, type StaticServer, serveFolder, startChromium } from '../support/browser.ts';
import { itWith, repositoryRoot } from '../support/shared-data.ts';

const dist = join(repositoryRoot, 'packages/web-demo/dist');
const chromium = findChromium();
const missing = [
  ...(chromium === null ? ['no Chromium (set CHROMIUM to one)'] : []),
  ...(existsSync(join(dist, 'index.html')) ? [] : ['the demo is not built (pnpm build)']),
];
const it = itWith(missing);

let server: StaticServer;
let browser: Browser;

beforeAll(async () => {
  if (chromium === null || missing.length > 0) return;
  server = await serveFolder(dist, '/some/where/');
  browser = await startChromium(chromium);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens the page, and collects what should never happen there. */
async function open(
  options: BrowserContextOptions = {},
): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage(options);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && origin !== new URL(server.url).origin) {
      faults.push(`off-origin: ${request.url()}`);
    }
  });
  await page.goto(server.url);
  await page.getByRole('table').waitFor();
  return { page, faults };
}

it('the demo loads under a sub-path without an error or an off-origin request', async () => {
  const { page, faults } = await open();
  expect(await page.title()).toContain('Ferrogen');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Ferrogen');
  expect(faults).toEqual([]);
});

it('the demo shows the very coefficients that core computes', async () => {
  const bytes = readFileSync(join(repositoryRoot, 'examples/prices.csv'));
  const series = readSeries({ bytes, name: 'prices.csv' });
  const expected = fitAr(series.values, { lags: 2 }).coefficients;

  const { page } = await open();
  const rows = await page.locator('tbody tr').evaluateAll((elements) =>
    elements.map((row) => ({
      name: row.querySelector('th')?.textContent,
      numbers: [...row.querySelectorAll('data')].map(({ value }) => Number(value)),
      shown: row.querySelector('data')?.textContent,
    })),
  );
  expect(rows).toEqual(
    expected.map(({ name, value, stdError, z, lower, upper }) => ({
      name,
      numbers: [value, stdError, z, lower, upper],
      shown: value.toFixed(4),
    })),
  );
});

it('the demo draws the history, the mean and three bands, and says them in words', async () => {
  const { page } = await open();
  const chart = page.getByRole('img');
  expect(await chart.locator('path').count()).toBe(5);
  expect(await chart.getAttribute('aria-label')).toMatch(/120 closes.* 24 steps .*95 % between/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  it(`the demo has no accessibility fault that axe finds, in ${colorScheme}`, async () => {
    const { page } = await open({ colorScheme });
    await page.addScriptTag({
      path: createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
    });
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
    expect(violations).toEqual([]);
  });
}

it('the demo does not scroll sideways on a phone', async () => {
  const { page } = await open({ viewport: { width: 360, height: 740 } });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
});
