/** The pages that `--report` writes, as a browser shows them: on a phone and a desk, by day and by night. */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { findChromium, startChromium } from '../support/browser.ts';
import { itWith } from '../support/shared-data.ts';
import { exampleFolder, gen } from './gen.ts';
import { writeTinyImages } from './tiny-images.ts';

const chromium = findChromium();
const it = itWith(chromium === null ? ['no Chromium (set CHROMIUM to one)'] : []);
const axe = createRequire(import.meta.url).resolve('axe-core');
const folder = exampleFolder();
const tiny = '--data tiny --batch-size 16 --epochs 2 --seed 1';

const pages: Readonly<Record<string, string>> = {
  'fit-ar.html': 'fit-ar examples/prices.csv --p 2',
  'vae.html': `train vae ${tiny} --config hidden=16 --config architecture=mlp`,
  'gan.html': `train gan ${tiny} --config generator-channels=8 --config discriminator-channels=4`,
};

let browser: Browser;

beforeAll(async () => {
  if (chromium === null) return;
  writeTinyImages(join(folder, 'tiny'));
  for (const [file, words] of Object.entries(pages)) {
    const { code, stderr } = await gen([...words.split(' '), '--report', file], { cwd: folder });
    if (code !== 0) throw new Error(stderr);
  }
  browser = await startChromium(chromium);
}, 120_000);

afterAll(() => browser?.close());

/** Opens a page, and collects what should never happen there. */
async function open(
  file: string,
  width: number,
  colorScheme: 'light' | 'dark',
): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const faults: string[] = [];
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  const url = pathToFileURL(join(folder, file)).href;
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) faults.push(request.url());
  });
  await page.goto(url);
  return { page, faults };
}

describe('gen --report', () => {
  for (const file of Object.keys(pages))
    for (const width of [390, 1280])
      for (const scheme of ['light', 'dark'] as const)
        it(`gen --report writes ${file}, which at ${width} pixels in ${scheme} can be read by all`, async () => {
          const { page, faults } = await open(file, width, scheme);
          const scrolled = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(scrolled).toBe(0);
          await page.addScriptTag({ path: axe });
          const violations = await page.evaluate(async () => {
            const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
            return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
          });
          expect([violations, faults]).toEqual([[], []]);
          await page.close();
        });

  it('gen train --report shows its pictures whole, each pixel as large as its neighbour, under a caption', async () => {
    const { page } = await open('vae.html', 390, 'light');
    const pictures = await page.locator('.pictures img').evaluateAll((images) =>
      (images as HTMLImageElement[]).map((image) => ({
        alt: image.alt,
        scale: image.getBoundingClientRect().width / image.naturalWidth,
        squareness: (image.width / image.height) * (image.naturalHeight / image.naturalWidth),
        rendering: getComputedStyle(image).imageRendering,
        caption: image.closest('figure')?.querySelector('figcaption')?.textContent,
      })),
    );
    expect(pictures).toHaveLength(6);
    for (const [at, { alt, scale, squareness, rendering, caption }] of pictures.entries()) {
      expect(alt).toMatch(/^Grid of images that the model made (before the first|after \d+) step/);
      expect([Number.isInteger(scale), squareness, rendering]).toEqual([true, 1, 'pixelated']);
      expect(caption).toMatch(at === 0 ? /^Before the first step\.$/ : /^After \d+ steps?\.$/);
    }
    await page.close();
  });

  it('gen train --report has a curve for each loss, its numbers as high on a phone as they are drawn', async () => {
    const { page } = await open('gan.html', 390, 'dark');
    const names = await page.locator('figure:has(svg) figcaption strong').allTextContents();
    expect(names).toEqual(['discriminator.', 'real.', 'fake.', 'generator.']);
    const scales = await page
      .locator('svg')
      .evaluateAll((drawings) =>
        (drawings as SVGSVGElement[]).map(
          (drawing) => drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width,
        ),
      );
    for (const scale of scales) expect(scale).toBeGreaterThan(0.9);
    await page.close();
  });
});

/** What this file takes of axe-core's results. */
interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { html: string }[];
  }[];
}
