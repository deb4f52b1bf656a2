/**
 * Downloads a file so that it is there as a whole and as it should be, or not at all. What has come before a cut or Ctrl-C is kept beside it as
 * `NAME.partial`, and the next attempt goes on from there.
 */

import { createHash } from 'node:crypto';
import { createReadStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeError } from '../file-error.ts';
import { makeFolder } from '../make-folder.ts';
import type { RemoteFile } from './catalogue.ts';
import { DatasetError } from './dataset-error.ts';

/** How far a download has come. */
export interface DownloadProgress {
  /** Name of the file. */
  readonly file: string;
  readonly received: number;
  /** Bytes in all; null where neither the catalogue nor the server says. */
  readonly total: number | null;
}

/** How to download. */
export interface DownloadOptions {
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Stops the download; what has come is kept. */
  readonly signal?: AbortSignal;
  /** Attempts in a row that bring nothing before a place is given up. @default 4 */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; twice as many before each further one. @default 500 */
  readonly patience?: number;
  /** Milliseconds without a byte after which a connection counts as cut. @default 30,000 */
  readonly silence?: number;
}

/**
 * Downloads a file to `path`, from the first of its places that gives it. Cut connections are taken up again where they were cut, where the
 * server knows ranges.
 *
 * @throws DatasetError where no place gives the file, or what it gives is another
 * @throws FileError where it cannot be written
 */
export async function downloadFile(
  file: RemoteFile,
  path: string,
  options: DownloadOptions = {},
): Promise<void> {
  const partial = `${path}.partial`;
  let failure: unknown;
  for (const url of file.urls) {
    try {
      makeFolder(dirname(path));
      await downloadFrom(url, file, partial, options);
      await assertSum(url, file, partial);
      renameSync(partial, path);
      return;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof DatasetError)) throw writeError(path, error);
      failure ??= error;
    }
  }
  throw failure;
}

/** Fetches what is not there yet, in as many attempts as bring something. */
async function downloadFrom(
  url: string,
  file: RemoteFile,
  partial: string,
  options: DownloadOptions,
): Promise<void> {
  const { attempts = 4, patience = 500, signal } = options;
  for (let vain = 0; ; ) {
    const before = sizeOf(partial);
    // An earlier run may have been stopped between the last byte and the sum.
    if (before > 0 && before === file.bytes) return;
    try {
      await fetchRest(url, file, partial, options);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof DatasetError) || error.code !== 'DATASET_CONNECTION') throw error;
      vain = sizeOf(partial) > before ? 1 : vain + 1;
      if (vain >= attempts) throw error;
    }
    await sleep(patience * 2 ** (vain - 1), undefined, signal ? { signal } : {});
  }
}

/** One request. Throws DATASET_CONNECTION where it is worth another one. */
async function fetchRest(
  url: string,
  file: RemoteFile,
  partial: string,
  { onProgress, signal, silence = 30_000 }: DownloadOptions,
): Promise<void> {
  const watch = new AbortController();
  const timer = setTimeout(() => watch.abort(new Error(`nothing came for ${silence} ms`)), silence);
  const stop = signal ? AbortSignal.any([signal, watch.signal]) : watch.signal;
  let handle: FileHandle | null = null;
  try {
    const response = await request(url, sizeOf(partial), stop);
    const begin = rangeStart(response, sizeOf(partial));
    const length = response.headers.get('content-length');
    const total = length === null ? null : begin + Number(length);
    handle = await open(partial, begin > 0 ? 'a' : 'w');
    let received = begin;
    onProgress?.({ file: file.name, received, total: file.bytes ?? total });
    for await (const chunk of piecesOf(response, url)) {
      timer.refresh();
      await handle.writeFile(chunk);
      received += chunk.length;
      onProgress?.({ file: file.name, received, total: file.bytes ?? total });
    }
    if (received < (total ?? file.bytes ?? 0)) throw cutError(url, new Error('it ended too early'));
  } finally {
    clearTimeout(timer);
    await handle?.close();
  }
}

async function request(url: string, have: number, signal: AbortSignal): Promise<Response> {
  // A server that says `content-encoding: gzip` of a gzip file would have it unpacked on the way.
  const headers = { 'accept-encoding': 'identity', ...(have > 0 && { range: `bytes=${have}-` }) };
  let response: Response;
  try {
    response = await fetch(url, { headers, signal });
  } catch (cause) {
    throw cutError(url, cause);
  }
  // What is there is longer than the file: it is none of it.
  if (response.status === 416) return request(url, 0, signal);
  if (response.status >= 500) throw cutError(url, new Error(`status ${response.status}`));
  if (!response.ok)
    throw new DatasetError(
      'DATASET_STATUS',
      `${url}: the server answers ${response.status} ${response.statusText}`.trim(),
      {
        hint: OWN_COPY,
      },
    );
  return response;
}

const OWN_COPY =
  'download the files in another way, and name their folder by --data DIR or FERROGEN_DATA';

/** Where the bytes of an answer begin: a server that knows no ranges sends all of them. */
function rangeStart(response: Response, have: number): number {
  const [, start] = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '') ?? [];
  return response.status === 206 && Number(start) === have ? have : 0;
}

async function* piecesOf(response: Response, url: string): AsyncGenerator<Uint8Array> {
  try {
    if (response.body !== null) yield* response.body;
  } catch (cause) {
    throw cutError(url, cause);
  }
}

function cutError(url: string, cause: unknown): DatasetError {
  return new DatasetError(
    'DATASET_CONNECTION',
    `${url}: the connection failed: ${innermost(cause)}`,
    {
      hint: `the same command goes on where it stopped; or ${OWN_COPY}`,
      cause,
    },
  );
}

/** `fetch failed` says nothing; its cause does. */
function innermost(error: unknown): string {
  if (error instanceof Error && error.cause !== undefined) return innermost(error.cause);
  return error instanceof Error ? error.message || error.name : String(error);
}

async function assertSum(url: string, file: RemoteFile, partial: string): Promise<void> {
  const { algorithm, hex } = file.sum;
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(partial)) hash.update(chunk);
  const found = hash.digest('hex');
  if (found === hex) return;
  rmSync(partial, { force: true });
  throw new DatasetError(
    'DATASET_WRONG_SUM',
    `${url}: this is not ${file.name} as it was published: its ${algorithm} must be ${hex}, and is ${found}`,
    { hint: OWN_COPY },
  );
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}
