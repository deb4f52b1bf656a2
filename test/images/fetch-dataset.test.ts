import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dataset, type DownloadProgress, fetchDataset } from '@ferrogen/core/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Loopback, serve } from './loopback.ts';

const body = Uint8Array.from({ length: 5000 }, (_, at) => at & 255);
const hex = createHash('sha256').update(body).digest('hex');

let folder: string;
let server: Loopback;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ferrogen-fetch-'));
  server = await serve(body, {}, { cutAfter: 2000 }, {});
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function remote(name: string): Dataset['trainImages'] {
  return { name, urls: [server.url], bytes: body.length, sum: { algorithm: 'sha256', hex } };
}

test('fetchDataset downloads what is missing, goes on where it was cut, and then finds it', async () => {
  const dataset: Dataset = {
    name: 'toy',
    about: '',
    trainImages: remote('a.gz'),
    trainLabels: remote('b.gz'),
    testImages: remote('c.gz'),
    testLabels: remote('d.gz'),
  };
  const env = { FERROGEN_CACHE: folder };
  const heard = new Set<string>();
  const onProgress = ({ file }: DownloadProgress) => heard.add(file);
  const first = await fetchDataset(dataset, { env, patience: 1, onProgress });
  const there = join(folder, 'datasets', 'toy');
  expect(first).toEqual({ folder: there, downloaded: ['a.gz', 'b.gz', 'c.gz', 'd.gz'] });
  expect([...heard]).toEqual(first.downloaded);
  expect(server.asked).toHaveLength(5);
  for (const name of first.downloaded)
    expect(readFileSync(join(there, name)).equals(body)).toBe(true);

  expect(await fetchDataset(dataset, { env })).toEqual({ folder: there, downloaded: [] });
  rmSync(join(there, 'c.gz'));
  expect((await fetchDataset(dataset, { env })).downloaded).toEqual(['c.gz']);
  expect(server.asked).toHaveLength(6);
});
