/** Downloads from a server on this machine that misbehaves in every way that servers do. */

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DownloadProgress, downloadFile, type RemoteFile } from '@ferrogen/core/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Answer, type Loopback, serve } from './loopback.ts';

const body = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 31) & 255));
const sha256 = createHash('sha256').update(body).digest('hex');
const quick = { patience: 1, attempts: 3 };

let folder: string;
let path: string;
const servers: Loopback[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ferrogen-download-'));
  path = join(folder, 'deep', 'file.gz');
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true });
});

async function start(...answers: Answer[]): Promise<Loopback> {
  const server = await serve(body, ...answers);
  servers.push(server);
  return server;
}

const remote = (...urls: string[]): RemoteFile => ({
  name: 'file.gz',
  urls,
  bytes: body.length,
  sum: { algorithm: 'sha256', hex: sha256 },
});

const isWhole = (): boolean =>
  body.equals(readFileSync(path)) && readdirSync(join(folder, 'deep')).length === 1;

test('downloadFile writes the file and says how far it is', async () => {
  const server = await start();
  const seen: DownloadProgress[] = [];
  await downloadFile(remote(server.url), path, { onProgress: (progress) => seen.push(progress) });
  expect(isWhole()).toBe(true);
  expect(seen[0]).toEqual({ file: 'file.gz', received: 0, total: body.length });
  expect(seen.at(-1)?.received).toBe(body.length);
});

test('downloadFile takes up a cut connection where it was cut', async () => {
  const server = await start({ cutAfter: 30_000 }, { cutAfter: 50_000 }, {});
  await downloadFile(remote(server.url), path, quick);
  expect(isWhole()).toBe(true);
  expect(server.asked.map(({ range }) => range)).toEqual([null, 'bytes=30000-', 'bytes=80000-']);
});

test('downloadFile begins anew where the server knows no ranges', async () => {
  const server = await start({ cutAfter: 30_000 }, { knowsRanges: false });
  await downloadFile(remote(server.url), path, quick);
  expect(isWhole()).toBe(true);
});

test('downloadFile counts a connection that says nothing as cut', async () => {
  const server = await start({ cutAfter: 1000, stalls: true }, {});
  await downloadFile(remote(server.url), path, { ...quick, silence: 200 });
  expect(isWhole()).toBe(true);
  expect(server.asked[1]?.range).toBe('bytes=1000-');
});

test('downloadFile gives up after attempts that bring nothing, and the next call goes on', async () => {
  const server = await start(
    { cutAfter: 5000 },
    { cutAfter: 0 },
    { cutAfter: 0 },
    { cutAfter: 0 },
    {},
  );
  await expect(downloadFile(remote(server.url), path, quick)).rejects.toMatchObject({
    code: 'DATASET_CONNECTION',
    hint: expect.stringContaining('goes on where it stopped'),
  });
  expect(existsSync(path)).toBe(false);
  await downloadFile(remote(server.url), path, quick);
  expect(isWhole()).toBe(true);
});

test('downloadFile refuses a file of another sum and keeps none of it', async () => {
  const server = await start();
  const wrong = {
    ...remote(server.url),
    sum: { algorithm: 'sha256', hex: '0'.repeat(64) },
  } as const;
  const failure = await downloadFile(wrong, path, quick).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'DatasetError', code: 'DATASET_WRONG_SUM' });
  expect((failure as Error).message).toContain(sha256);
  expect(readdirSync(join(folder, 'deep'))).toEqual([]);
});

test('downloadFile checks an MD5 where nothing better is published', async () => {
  const server = await start();
  const md5 = createHash('md5').update(body).digest('hex');
  await downloadFile({ ...remote(server.url), sum: { algorithm: 'md5', hex: md5 } }, path, quick);
  expect(isWhole()).toBe(true);
});

test('downloadFile tells a 404 at once, and takes the next place', async () => {
  const gone = await start({ status: 404 });
  await expect(downloadFile(remote(gone.url), path, quick)).rejects.toMatchObject({
    code: 'DATASET_STATUS',
    message: `${gone.url}: the server answers 404 Not Found`,
  });
  expect(gone.asked).toHaveLength(1);
  const good = await start();
  await downloadFile(remote(gone.url, good.url), path, quick);
  expect(isWhole()).toBe(true);
});

test('downloadFile tries again where the server is out of order', async () => {
  const server = await start({ status: 503 }, {});
  await downloadFile(remote(server.url), path, quick);
  expect(isWhole()).toBe(true);
});

test('downloadFile throws away what was left of something else', async () => {
  const server = await start();
  await downloadFile(remote(server.url), path, quick);
  rmSync(path);
  for (const length of [body.length, body.length + 1]) {
    writeFileSync(`${path}.partial`, Buffer.alloc(length, 1));
    const again = downloadFile({ ...remote(server.url, server.url) }, path, quick);
    await again;
    expect(isWhole()).toBe(true);
    rmSync(path);
  }
});

test('downloadFile stops when it is told to, and goes on later', async () => {
  const server = await start({ cutAfter: 40_000, stalls: true }, {});
  const stop = new AbortController();
  const stopped = downloadFile(remote(server.url), path, {
    signal: stop.signal,
    onProgress: ({ received }) => received >= 40_000 && stop.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  await downloadFile(remote(server.url), path, quick);
  expect(server.asked[1]?.range).toBe('bytes=40000-');
  expect(isWhole()).toBe(true);
});

test('downloadFile tells that nobody listens', async () => {
  const server = await start();
  await server.close();
  await expect(downloadFile(remote(server.url), path, quick)).rejects.toMatchObject({
    code: 'DATASET_CONNECTION',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test('downloadFile tells a folder that cannot be made', async () => {
  const server = await start();
  writeFileSync(join(folder, 'deep'), 'a file');
  await expect(downloadFile(remote(server.url), path, quick)).rejects.toMatchObject({
    name: 'FileError',
    code: 'FILE_UNWRITABLE',
  });
});
