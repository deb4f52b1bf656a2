/** For programs that `expectThreadEquality` runs: computations on the backend `native`, and a hash of what each gave. */

import { createHash } from 'node:crypto';
import '@tensorflow/tfjs-backend-cpu';
import { loadNativeBackend } from '@ferrogen/native/backend';
import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * Prints a line for each computation: its name and the SHA-256 of its tensors' bytes.
 *
 * @param {Record<string, () => import('@tensorflow/tfjs-core').Tensor | import('@tensorflow/tfjs-core').Tensor[]>} computations
 */
export async function report(computations) {
  loadNativeBackend();
  if (!(await setBackend('native'))) throw new Error('the backend native was refused');
  for (const [name, compute] of Object.entries(computations)) {
    const hash = createHash('sha256');
    for (const result of [tidy(compute)].flat()) hash.update(result.dataSync());
    process.stdout.write(`${name} ${hash.digest('hex')}\n`);
  }
}

/** A tensor of numbers on (-1, 1), the same for a seed (a linear congruential generator; tests need no better). */
export function uniformTensor(shape, seed) {
  const size = shape.reduce((a, b) => a * b, 1);
  let state = seed >>> 0;
  const values = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tensor(values, shape, 'float32');
}
