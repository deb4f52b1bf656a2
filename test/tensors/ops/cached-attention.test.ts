/** Attention to a memory: both bodies, on every backend, against attention over whole sequences. */

import { Prng } from '@ferrogen/core';
import { AttentionMemory, causalAttention, composedMemory, randomNormal } from '@ferrogen/core/nn';
import { concat, memory, slice, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { expectClose } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

/** Shapes that reach whole vectors of lanes and remainders, one thread and several. */
const shapes = [
  { heads: 2, headSize: 3, steps: [4, 1, 1, 2] },
  { heads: 3, headSize: 16, steps: [1, 1, 1, 1] },
  { heads: 2, headSize: 21, steps: [5, 3] },
  { heads: 12, headSize: 64, steps: [150, 1, 1] },
  { heads: 4, headSize: 80, steps: [1, 200] },
];

describe('AttentionMemory', () => {
  overBackends((_, it) => {
    for (const { heads, headSize, steps } of shapes)
      for (const [name, body] of [
        ['as the backend has it', undefined],
        ['of plain operations', composedMemory],
      ] as const)
        it(`${name} attends as over whole sequences: ${heads} heads of ${headSize}, ${steps} positions`, () => {
          const before = memory().numTensors;
          const size = heads * headSize;
          const time = steps.reduce((a, b) => a + b, 0);
          const rows = 3;
          const qkv = randomNormal([rows, time, 3 * size], new Prng(1)); // [rows, time, 3 size]
          const expected = causalAttention(qkv, heads); // [rows, time, size]
          const attention = new AttentionMemory(1, heads, new Int32Array(rows), body);
          const parts: Tensor[] = [];
          let at = 0;
          for (const step of steps) {
            attention.append(step);
            parts.push(
              tidy(() => attention.attend(slice(qkv, [0, at, 0], [rows, step, 3 * size]), 0)),
            );
            at += step;
          }
          const seen = concat(parts, 1);
          expectClose(seen.dataSync(), expected.dataSync(), 1e-5, 'attended');
          attention.dispose();
          for (const each of [qkv, expected, seen, ...parts]) each.dispose();
          expect(memory().numTensors).toBe(before);
        });

    it('keeps what it remembers where tensors of the same step are still held', () => {
      // A clone that someone holds shares the memory's data: the next step must not change it.
      const attention = new AttentionMemory(1, 2, new Int32Array(1));
      const qkv = randomNormal([1, 3, 24], new Prng(2));
      attention.append(3);
      const first = attention.attend(qkv, 0);
      const values = first.dataSync().slice();
      attention.append(3);
      const second = attention.attend(qkv, 0);
      expect(first.dataSync()).toEqual(values);
      attention.dispose();
      for (const each of [qkv, first, second]) each.dispose();
    });
  });
});
