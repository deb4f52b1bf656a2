/**
 * The Kernels object over the raw addon: arguments checked before they cross, optional fields made whole after. It computes
 * nothing.
 */

import { availableParallelism } from 'node:os';
import {
  type ArRequest,
  type ColumnPlan,
  type ColumnRefusal,
  type ColumnSource,
  type ColumnTable,
  type IdxRefusal,
  type IdxTable,
  type IdxType,
  type IdxValues,
  type Kernels,
  OptionError,
  type ReadProgress,
} from '@ferrogen/core';
import type { Addon, RawArOptions, RawColumnTable } from './addon.ts';
import { startDecoding } from './decoding.ts';
import { uint32 } from './uint32.ts';

/** What the addon must export to be of this version. */
const EXPORTS = [
  'systemInfo',
  'setThreads',
  'fitAr',
  'residualMoments',
  'simulateAr',
  'parseIdx',
  'ColumnReader',
  'Decoder',
] as const;

/**
 * Makes the kernels of an addon, with `FERROGEN_THREADS` threads where that is set.
 *
 * @throws OptionError if `FERROGEN_THREADS` is not a whole number from 1 to 1024
 * @throws TypeError if the addon lacks an export
 */
export function adoptAddon(raw: unknown, env: NodeJS.ProcessEnv = process.env): Kernels {
  const addon = raw as Addon;
  for (const name of EXPORTS)
    if (typeof addon?.[name] !== 'function')
      throw new TypeError(`it exports no ${name}: it is of another version`);
  addon.setThreads(threadCount(env.FERROGEN_THREADS));

  return {
    name: 'native',
    readsFiles: true,
    get system() {
      return addon.systemInfo();
    },
    readColumns: (source, plan) => readColumns(addon, source, plan),
    fitAr: (series, request) => {
      const result = addon.fitAr(series, arOptions(request));
      return result.refused === undefined ? { ...result, refused: null } : result;
    },
    residualMoments: (series, request) => {
      const moments = addon.residualMoments(
        series,
        arOptions(request),
        request.coefficients,
        uint32(request.autocorrelations, 'autocorrelations'),
        uint32(request.archLags, 'archLags'),
      );
      return { ...moments, arch: moments.arch ?? null };
    },
    simulateAr: (request) =>
      addon.simulateAr(
        {
          trend: request.trend,
          lags: request.lags.map((lag) => uint32(lag, 'lags')),
          start: request.start,
          sigma: request.shocks.kind === 'gaussian' ? request.shocks.sigma : 0,
          key: request.key.map((word) => uint32(word, 'key')),
        },
        request.coefficients,
        request.history,
        request.shocks.kind === 'bootstrap' ? request.shocks.residuals : null,
        uint32(request.paths, 'paths'),
        uint32(request.steps, 'steps'),
      ),
    parseIdx: (bytes) => parseIdx(addon, bytes),
    startDecoding: (request) => startDecoding(addon, request),
  };
}

/** Values of one byte that are not gzipped stay where they are. */
function parseIdx(addon: Addon, bytes: Uint8Array): IdxTable | IdxRefusal {
  const table = addon.parseIdx(bytes);
  if (table.refused !== undefined) return table;
  const { type, shape, offset } = table;
  const values = table.values ?? bytesFrom(bytes, offset, type);
  return { refused: null, type, shape, values };
}

function bytesFrom(bytes: Uint8Array, offset: number, type: IdxType): IdxValues {
  const body = bytes.subarray(offset);
  return type === 'byte' ? new Int8Array(body.buffer, body.byteOffset, body.length) : body;
}

function* readColumns(
  addon: Addon,
  source: ColumnSource,
  plan: ColumnPlan,
): Generator<ReadProgress, ColumnTable | ColumnRefusal, void> {
  const { ColumnReader } = addon;
  const rawPlan = { ...plan, date: plan.date ?? undefined };
  const reader =
    'path' in source
      ? ColumnReader.open(source.path, rawPlan)
      : ColumnReader.fromBytes(source.bytes, rawPlan);
  for (;;) {
    const step = reader.advance();
    if (step.refused !== undefined) return step;
    yield { bytesRead: step.bytesRead, bytesTotal: step.bytesTotal };
    if (step.done) break;
  }
  const table = reader.finish();
  return table.refused === undefined ? wholeTable(table) : table;
}

function wholeTable(table: RawColumnTable): ColumnTable {
  return {
    ...table,
    refused: null,
    missing: table.missing.map((missing) => (missing.count === 0 ? null : missing)),
    dates: table.dates ?? null,
  };
}

function arOptions(request: ArRequest): RawArOptions {
  return {
    lags: request.lags.map((lag) => uint32(lag, 'lags')),
    trend: request.trend,
    holdBack: uint32(request.holdBack, 'holdBack'),
    segments: request.segments.map(({ start, end }) => ({ start, end })),
  };
}

/** As many as the variable says, or as the machine has processors for us. */
function threadCount(text: string | undefined): number {
  if (!text) return availableParallelism();
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024)
    throw new OptionError(
      'FERROGEN_THREADS',
      `the environment variable FERROGEN_THREADS is a whole number from 1 to 1024; got '${text}'`,
    );
  return threads;
}
