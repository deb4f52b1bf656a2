/**
 * `pnpm bench tensors`: training steps, products, calls and memory beside PyTorch, which runs where the environment variable
 * PEERS_PYTHON names a Python that has it. The training peer is `../shared/peers/train_torch.py`, seen from the repository.
 */

import { fileURLToPath } from 'node:url';
import { loadNativeBackend } from '@ferrogen/native/backend';
import { setBackend } from '@tensorflow/tfjs-core';
import { runProcess } from '../measure.ts';
import type { BenchRow } from '../report.ts';
import {
  headShape,
  type ProductPeer,
  productName,
  productRows,
  productShapes,
  READ_FLOATS,
} from './products.ts';
import { trainingRows } from './training.ts';

const TRAINING_PEER = fileURLToPath(
  new URL('../../../../shared/peers/train_torch.py', import.meta.url),
);
const PRODUCT_PEER = fileURLToPath(new URL('../../peers/products.py', import.meta.url));

/** Runs every measurement; `say` gets a line before each. */
export async function benchTensors(say: (line: string) => void): Promise<BenchRow[]> {
  const python = process.env.PEERS_PYTHON || null;
  const training = await trainingRows(python, TRAINING_PEER, say);
  say('products of PyTorch');
  const peer = python === null ? null : await productPeer(python);
  say('products');
  const loaded = loadNativeBackend();
  if (loaded.kernels === null || !(await setBackend('native')))
    throw new Error(`the backend native cannot be used: ${loaded.reason}`);
  return [...training, ...productRows(peer)];
}

async function productPeer(python: string): Promise<ProductPeer> {
  const shapes = [...productShapes, headShape].map((shape) => ({
    ...shape,
    name: productName(shape),
  }));
  const { stdout } = await runProcess(python, [
    PRODUCT_PEER,
    JSON.stringify(shapes),
    String(READ_FLOATS),
  ]);
  return JSON.parse(stdout) as ProductPeer;
}
