/**
 * One process of the GPT-2 bench. `node gpt2-worker.js make FOLDER` writes GPT-2 124M with random weights; `node gpt2-worker.js run FOLDER
 * RUNS` loads it, writes texts with it, and prints what that took as JSON: each text goes from 7 tokens to 50.
 */

import { performance } from 'node:perf_hooks';
import { Prng } from '@ferrogen/core';
import { openModelFolder, writeModelFolder } from '@ferrogen/core/node';
import { Gpt2, gpt2ToPretrained, type LanguageModel, loadGpt2 } from '@ferrogen/core/text';
import { loadNativeBackend } from '@ferrogen/native/backend';
import { setBackend, sum } from '@tensorflow/tfjs-core';
import { median } from './measure.ts';

/** What a run prints. Times are medians. */
export interface Gpt2Figures {
  /** From the folder to a model. */
  readonly loadSeconds: number;
  /** A token of one text, the prompt's share among them. */
  readonly greedyMs: number;
  /** A token of five texts at once that take each other's past at every step, as beams do. */
  readonly rowsMs: number;
  /** All weights read once, as fast as a sum reads them. */
  readonly readMs: number;
  /** All weights. */
  readonly megabytes: number;
}

const PROMPT = Int32Array.of(464, 3290, 318, 262, 749, 2495, 995);
const NEW = 43;
const ROWS = 5;

const [verb, folder = '', runs = '5'] = process.argv.slice(2);
const loaded = loadNativeBackend();
if (loaded.kernels === null || !(await setBackend('native')))
  throw new Error(`the backend native cannot be used: ${loaded.reason}`);
if (verb === 'make') {
  const gpt2 = Gpt2.create({}, new Prng(1));
  writeModelFolder(folder, await gpt2ToPretrained(gpt2));
} else process.stdout.write(`${JSON.stringify(await measured(Number(runs)))}\n`);

async function measured(runs: number): Promise<Gpt2Figures> {
  const start = performance.now();
  const gpt2 = opened(folder);
  const loadSeconds = (performance.now() - start) / 1000;
  await write(gpt2, 1);
  const greedy: number[] = [];
  const rows: number[] = [];
  const read: number[] = [];
  // In turn, so that a noisy minute falls on all of them.
  for (let run = 0; run < runs; run++) {
    read.push(readMs(gpt2));
    greedy.push((await write(gpt2, 1)) / NEW);
    rows.push((await write(gpt2, ROWS)) / NEW);
  }
  return {
    loadSeconds,
    greedyMs: median(greedy),
    rowsMs: median(rows),
    readMs: median(read),
    megabytes: (4 * gpt2.parameterCount) / 1e6,
  };
}

function opened(path: string): Gpt2 {
  const { config, weights } = openModelFolder(path);
  try {
    return loadGpt2(config, weights);
  } finally {
    weights.close();
  }
}

/** Milliseconds of a text, or of several side by side. */
async function write(model: LanguageModel, rows: number): Promise<number> {
  const start = performance.now();
  const prompts = { tokens: PROMPT, batch: 1, length: PROMPT.length, padding: new Int32Array(1) };
  const state = model.start(prompts);
  for (let step = 0; step < NEW; step++) {
    const logits = await state.next();
    if (step === NEW - 1) break;
    if (rows > 1) state.reorder(Int32Array.from({ length: rows }, (_, row) => parentOf(row, step)));
    const best = likeliest(logits.subarray(0, model.vocabSize));
    state.push(Int32Array.from({ length: rows }, (_, row) => (best + row) % model.vocabSize));
  }
  state.dispose();
  return performance.now() - start;
}

/** At first all come from the prompt; then each from another one. */
function parentOf(row: number, step: number): number {
  return step === 0 ? 0 : (row * 3 + step) % ROWS;
}

function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let token = 1; token < logits.length; token++)
    if (logits[token]! > logits[best]!) best = token;
  return best;
}

/** Each weight once, tensor by tensor. */
function readMs(gpt2: Gpt2): number {
  const start = performance.now();
  for (const weight of gpt2.variables.values()) sum(weight).dispose();
  return performance.now() - start;
}
