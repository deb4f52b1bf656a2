/** The examples of `gen VERB --help` for models of images, on MNIST: each works, after those before it. */

import { describe, expect } from 'vitest';
import { exampleFolder, gen } from '../cli/gen.ts';
import { itWithData, sharedData } from '../support/shared-data.ts';

describe('gen VERB --help', () => {
  itWithData('images/mnist')(
    'the examples of train, sample, reconstruct and eval work in this order',
    async () => {
      const there = exampleFolder();
      const env = { FERROGEN_DATA: sharedData('images')! };
      const verbs = [
        'train vae',
        'train gan',
        'train classifier',
        'sample',
        'reconstruct',
        'eval',
        'data',
      ];
      for (const verb of verbs) {
        const help = await gen([...verb.split(' '), '--help'], {
          cwd: there,
          env: { COLUMNS: '160' },
        });
        const [, list = ''] = help.stdout.split('\nExamples\n');
        const examples = [...list.matchAll(/^ {2}gen (.+)$/gm)].map(([, words]) => words!);
        expect(examples, verb).toHaveLength(2);
        for (const words of examples) {
          const { code, stdout, stderr } = await gen(words.split(' '), { cwd: there, env });
          expect(
            stderr.replace(/^(note: .*|seed \d+|step .*|drawing .*|.* left)\n/gm, ''),
            words,
          ).toBe('');
          expect(code, words).toBe(0);
          expect(stdout.length).toBeGreaterThan(50);
        }
      }
    },
  );
});
