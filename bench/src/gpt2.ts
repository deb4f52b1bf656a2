/**
 * `pnpm bench gpt2`: a token of GPT-2 124M with random weights, against the time in which memory gives all weights once, which no
 * implementation of float32 can beat; beside transformers, where PEERS_PYTHON names a Python that has it.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Gpt2Figures } from './gpt2-worker.ts';
import { median, medianNode, runProcess } from './measure.ts';
import { type BenchRow, row } from './report.ts';

const WORKER = fileURLToPath(new URL('./gpt2-worker.js', import.meta.url));
const PEER = fileURLToPath(new URL('../peers/gpt2.py', import.meta.url));
const PROCESSES = 3;
const RUNS = 5;

interface Peer {
  readonly version: string;
  readonly greedyMs: number;
  readonly beamsMs: number;
}

/** Runs every measurement; `say` gets a line before each. */
export async function benchGpt2(say: (line: string) => void): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ferrogen-gpt2-'));
  try {
    say('writing 124 million random weights');
    await runProcess(process.execPath, [WORKER, 'make', folder]);
    const runs: { figures: Gpt2Figures; megabytes: number }[] = [];
    const peers: Peer[] = [];
    for (let k = 0; k < PROCESSES; k++) {
      say(`process ${k + 1} of ${PROCESSES}`);
      const { stdout, megabytes } = await medianNode(1, WORKER, ['run', folder, String(RUNS)]);
      runs.push({ figures: JSON.parse(stdout) as Gpt2Figures, megabytes });
      const peer = await peerFigures(say);
      if (peer !== null) peers.push(peer);
    }
    return rowsOf(runs, peers);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsOf(
  runs: readonly { readonly figures: Gpt2Figures; readonly megabytes: number }[],
  peers: readonly Peer[],
): BenchRow[] {
  const middle = (of: (figures: Gpt2Figures) => number) =>
    median(runs.map(({ figures }) => of(figures)));
  const theirs = (of: (peer: Peer) => number) =>
    peers.length === 0
      ? {}
      : { peer: `${peers[0]!.version}, float32`, theirs: median(peers.map(of)) };
  const weights = runs[0]!.figures.megabytes;
  const read = middle(({ readMs }) => readMs);
  const greedy = middle(({ greedyMs }) => greedyMs);
  const fiveRows = middle(({ rowsMs }) => rowsMs);
  return [
    row('all weights read once', 'ms', read),
    row(
      'a token, greedy',
      'ms',
      greedy,
      theirs(({ greedyMs }) => greedyMs),
    ),
    row(
      '  the same, in reads of all weights',
      'times',
      middle(({ greedyMs, readMs }) => greedyMs / readMs),
      { goal: '<= 1.15' },
    ),
    row(
      'a token of 5 texts at once',
      'ms',
      fiveRows,
      theirs(({ beamsMs }) => beamsMs),
    ),
    row(
      '  the same, in greedy tokens',
      'times',
      middle(({ rowsMs, greedyMs }) => rowsMs / greedyMs),
      { goal: '<= 1.4' },
    ),
    row(
      'loading',
      's',
      middle(({ loadSeconds }) => loadSeconds),
      { goal: '< 1' },
    ),
    row(
      'peak memory, in weights',
      'times',
      Math.max(...runs.map(({ megabytes }) => megabytes)) / weights,
      {
        goal: '< 1.3',
      },
    ),
  ];
}

async function peerFigures(say: (line: string) => void): Promise<Peer | null> {
  const python = process.env.PEERS_PYTHON;
  if (!python) return null;
  try {
    const { stdout } = await runProcess(python, [PEER, String(RUNS)]);
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Peer;
  } catch (error) {
    say(`no peer: ${(error as Error).message.trim().split('\n').at(-1)}`);
    return null;
  }
}
