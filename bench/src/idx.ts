/**
 * `pnpm bench images`, the reading: MNIST's 60,000 images out of their gzipped file, by both kernels, beside zlib's inflation of
 * the same file, which makes no sense of the bytes. The file is that of FERROGEN_DATA or the cache, or one made here.
 */

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Kernels, kernels, referenceKernels, writeIdx } from '@ferrogen/core';
import { datasets, findDataset } from '@ferrogen/core/node';
import { median } from './measure.ts';
import { type BenchRow, row } from './report.ts';

const ROUNDS = 7;
const IMAGES = 60_000;
const SIDE = 28;

/** Inflates and parses; the three take turns, so that whatever else the machine does hits all alike. */
export function benchIdx(say: (line: string) => void): BenchRow[] {
  const { name, bytes } = imagesFile();
  say(`reading ${name}`);
  const zlib = { read: () => gunzipSync(bytes), times: [] as number[] };
  const ours = [...new Set<Kernels>([kernels(), referenceKernels])].map((each) => ({
    kernels: each.name,
    read: () => each.parseIdx(bytes),
    times: [] as number[],
  }));
  for (let round = 0; round <= ROUNDS; round++)
    for (const { read, times } of [zlib, ...ours]) {
      const start = performance.now();
      read();
      // The first round does not count.
      if (round > 0) times.push(performance.now() - start);
    }
  return ours.map(({ kernels, times }) =>
    row(`reading ${name}, ${kernels} kernels`, 'ms', median(times), {
      peer: `node:zlib ${process.versions.zlib}, inflation alone`,
      theirs: median(zlib.times),
      ...(kernels === 'native' ? { goal: '0.8x or more' } : {}),
    }),
  );
}

function imagesFile(): { name: string; bytes: Uint8Array } {
  const mnist = datasets.get('mnist')!;
  const folder = findDataset(mnist);
  if (folder === null) return { name: 'a drawn file', bytes: drawnFile() };
  const path = join(folder, mnist.trainImages.name);
  try {
    return { name: basename(path), bytes: readFileSync(path) };
  } catch {
    // Kept unpacked, it would be no measure of unpacking.
    return { name: 'a drawn file', bytes: drawnFile() };
  }
}

/** As many images of as many pixels, rings of any size and place: most of it background, as of digits. */
function drawnFile(): Uint8Array {
  const values = new Uint8Array(IMAGES * SIDE * SIDE); // [images, 28, 28]
  for (let at = 0; at < values.length; at++) {
    const image = Math.floor(at / (SIDE * SIDE));
    const x = (at % SIDE) - 10 - ((image * 7) % 9);
    const y = (Math.floor(at / SIDE) % SIDE) - 10 - ((image * 5) % 8);
    const distance = Math.abs(Math.hypot(x, y) - 4 - ((image * 13) % 41) / 10);
    values[at] = Math.max(0, 255 - 170 * distance);
  }
  return gzipSync(writeIdx({ type: 'ubyte', shape: [IMAGES, SIDE, SIDE], values }));
}
