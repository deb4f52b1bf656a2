/**
 * `pnpm bench decode`: steps of a decoder on logits of GPT-2's vocabulary, the model's own time left out, by both kernels. The peer runs where the
 * environment variable PEERS_PYTHON names a Python with PyTorch.
 */

import { fileURLToPath } from 'node:url';
import {
  type DecodingSettings,
  defaultDecodingSettings,
  type Kernels,
  kernels,
  referenceKernels,
} from '@ferrogen/core';
import { median, runProcess } from './measure.ts';
import { type BenchRow, row } from './report.ts';

const VOCAB = 50_257;
const BEAMS = 5;
const RUNS = 200;
const REFERENCE_RUNS = 40;
/** Arrays of logits that take turns, as many as a model's steps leave behind in no cache. */
const ARRAYS = 4;

const EOS = VOCAB - 1;
const LASTING = { ...defaultDecodingSettings, maxNewTokens: 10_000, eosTokenIds: [EOS] };
const tasks: { name: string; settings: DecodingSettings; peer: 'search' | 'sample' | null }[] = [
  { name: 'greedy', settings: LASTING, peer: null },
  {
    name: 'sample, top-k 50, top-p 0.9',
    settings: { ...LASTING, doSample: true, temperature: 0.8, topP: 0.9 },
    peer: 'sample',
  },
  { name: `${BEAMS} beams`, settings: { ...LASTING, numBeams: BEAMS }, peer: 'search' },
  {
    name: `${BEAMS} beams, no bigram twice, repetition penalty`,
    settings: { ...LASTING, numBeams: BEAMS, noRepeatNgramSize: 2, repetitionPenalty: 1.2 },
    peer: null,
  },
  {
    name: `${BEAMS} beams, sampled, top-k 50`,
    settings: { ...LASTING, numBeams: BEAMS, doSample: true },
    peer: null,
  },
];

/** Runs every measurement; `say` gets a line before each. */
export async function benchDecode(say: (line: string) => void): Promise<BenchRow[]> {
  const logits = Array.from({ length: ARRAYS }, (_, index) => gaussianLogits(BEAMS * VOCAB, index));
  say(`PyTorch, ${BEAMS} x ${VOCAB} logits`);
  const peer = await torch();
  const rows: BenchRow[] = [];
  const own = kernels();
  for (const { name, settings, peer: task } of tasks) {
    say(name);
    const theirs = { peer: peer?.version ?? null, theirs: (task && peer?.[task]) ?? null };
    const isSearch = task === 'search';
    if (own.name === 'native')
      rows.push(
        row(`step of ${VOCAB} logits, ${name}`, 'ms', stepMs(own, settings, logits, RUNS), {
          ...(task === null ? {} : theirs),
          ...(isSearch ? { goal: '<= 0.2 ms' } : {}),
        }),
      );
    const slow = stepMs(referenceKernels, settings, logits, REFERENCE_RUNS);
    rows.push(row('  the same, TypeScript', 'ms', slow, isSearch ? { goal: '<= 4 ms' } : {}));
  }
  return rows;
}

/** Median of a step once all beams are alive. */
function stepMs(
  { startDecoding }: Kernels,
  settings: DecodingSettings,
  logits: readonly Float32Array[],
  runs: number,
): number {
  const prompts = {
    tokens: Int32Array.of(464, 2068, 7586, 21831, 18045, 625, 262),
    batch: 1,
    length: 7,
    padding: Int32Array.of(0),
  };
  const decoder = startDecoding({ vocabSize: VOCAB, prompts, settings, key: [1, 2] });
  const step = (run: number) => {
    const answer = decoder.advance(logits[run % ARRAYS]!.subarray(0, decoder.rows * VOCAB));
    if (answer.refused !== null || answer.done) throw new Error('the decoding ended early');
  };
  // The first step has a single row; the others let the compiler see the code.
  for (let run = 0; run < 5; run++) step(run);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    step(run);
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Numbers of about the spread that logits have; no EOS is ever likely. */
function gaussianLogits(length: number, seed: number): Float32Array {
  let state = seed + 1;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++)
    values[i] = i % VOCAB === EOS ? -40 : 8 * (uniform() + uniform() + uniform() - 1.5);
  return values;
}

interface PeerTimes {
  readonly version: string;
  readonly search: number;
  readonly sample: number;
}

/** Runs peers/decode.py, or answers null where there is no Python for it. */
async function torch(): Promise<PeerTimes | null> {
  const python = process.env.PEERS_PYTHON;
  if (!python) return null;
  const script = fileURLToPath(new URL('../peers/decode.py', import.meta.url));
  const { stdout } = await runProcess(python, [script, `${BEAMS}`, `${VOCAB}`, `${RUNS}`]);
  return JSON.parse(stdout) as PeerTimes;
}
