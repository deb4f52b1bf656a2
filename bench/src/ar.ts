/**
 * `pnpm bench ar`: autoregressions beside pandas and statsmodels. The peers run where the environment variable
 * PEERS_PYTHON names a Python that has them.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fitAr, kernels, Prng, sampleAr, selectArOrder } from '@ferrogen/core';
import { medianMs, medianNode, runProcess } from './measure.ts';
import { writePriceFile } from './price-file.ts';
import { type BenchRow, row } from './report.ts';

const FILE_ROWS = 10_000_000;
const SERIES_LENGTH = 1_000_000;
const [PATHS, STEPS] = [1000, 250];

/** Runs every measurement; `say` gets a line before each. */
export async function benchAr(say: (line: string) => void): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ferrogen-bench-'));
  try {
    return [
      ...(await fileRows(join(folder, 'prices.csv'), say)),
      ...(await fitRows(join(folder, 'walk.csv'), say)),
      ...simulationRows(say),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** From a file on disk to a fitted model, whole processes. */
async function fileRows(path: string, say: (line: string) => void): Promise<BenchRow[]> {
  say(`writing ${FILE_ROWS} rows`);
  writePriceFile(path, FILE_ROWS);
  say('gen fit-ar on the file');
  const gen = fileURLToPath(new URL('./bin.js', import.meta.resolve('@ferrogen/cli')));
  const ours = await medianNode(7, gen, ['fit-ar', path, '--p', '2', '--json']);
  say('pandas and statsmodels on the file');
  const peer = await statsmodels('file', path, 2);
  const name = `file -> AR(2), ${FILE_ROWS} rows`;
  const theirs = (value: 'seconds' | 'megabytes') => ({
    peer: peer?.version ?? null,
    theirs: peer?.[value] ?? null,
  });
  return [
    row(name, 's', ours.seconds, { ...theirs('seconds'), goal: '< 0.45 s, 15x' }),
    row(`${name}, peak memory`, 'MB', ours.megabytes, { ...theirs('megabytes'), goal: '< 200 MB' }),
  ];
}

/** Fits and order selection of a series in memory. */
async function fitRows(path: string, say: (line: string) => void): Promise<BenchRow[]> {
  const series = writePriceFile(path, SERIES_LENGTH);
  say('fits in memory');
  const fit50 = medianMs(9, () => fitAr(series, { lags: 50 }));
  const fit20 = medianMs(9, () => fitAr(series, { lags: 20 }));
  const selection = medianMs(9, () => selectArOrder(series, { maxLag: 20 }));
  const selectionAndFit = medianMs(9, () =>
    fitAr(series, { lags: selectArOrder(series, { maxLag: 20 }).chosen }),
  );
  say('statsmodels on the same series');
  const peer50 = await statsmodels('fit', path, 50);
  const peerSelection = await statsmodels('select', path, 20);
  const ms = (peer: PeerCost | null) => ({
    peer: peer?.version ?? null,
    theirs: peer ? peer.work * 1000 : null,
  });
  return [
    row(`fit, n = ${SERIES_LENGTH}, p = 50`, 'ms', fit50, { ...ms(peer50), goal: '< 200 ms' }),
    row(`select order 0..20, n = ${SERIES_LENGTH}`, 'ms', selection, ms(peerSelection)),
    row('  the same, against one fit at p = 20', 'ms', selection, {
      peer: 'our fit at p = 20',
      theirs: fit20,
      goal: '<= 1.5 fits: > 0.67x',
    }),
    row('  the same, with the fit of the order chosen', 'ms', selectionAndFit, {
      peer: 'our fit at p = 20',
      theirs: fit20,
      goal: '<= 1.5 fits: > 0.67x',
    }),
  ];
}

/** Sample paths of an AR(2). */
function simulationRows(say: (line: string) => void): BenchRow[] {
  say('sample paths');
  const process = { trend: 'c', lags: [1, 2], coefficients: [1, 0.6, 0.3], sigma2: 1 } as const;
  const random = new Prng(1);
  const ms = medianMs(51, () =>
    sampleAr(process, STEPS, { history: [10, 10], paths: PATHS, random }),
  );
  const { threads } = kernels().system;
  return [
    row(
      `sample ${PATHS} x ${STEPS} values, per second and core`,
      'M',
      (PATHS * STEPS) / ms / 1000 / threads,
      {
        better: 'more',
        goal: '>= 100 M',
      },
    ),
  ];
}

interface PeerCost {
  readonly version: string;
  /** The whole process. */
  readonly seconds: number;
  readonly megabytes: number;
  /** The call alone, in seconds. */
  readonly work: number;
}

/** Runs peers/ar.py, or answers null where there is no Python for it. */
async function statsmodels(
  task: 'file' | 'fit' | 'select',
  path: string,
  order: number,
): Promise<PeerCost | null> {
  const python = process.env.PEERS_PYTHON;
  if (!python) return null;
  const script = fileURLToPath(new URL('../peers/ar.py', import.meta.url));
  const { seconds, megabytes, stdout } = await runProcess(python, [
    script,
    task,
    path,
    String(order),
  ]);
  const { version, work } = JSON.parse(stdout) as { version: string; work: number };
  return { version, seconds, megabytes, work };
}
