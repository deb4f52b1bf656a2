import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeIdx } from '@ferrogen/core';
import { describe, expect, it } from 'vitest';
import { itWithData, sharedData } from '../support/shared-data.ts';
import { exampleFolder, gen } from './gen.ts';

const folder = exampleFolder();
mkdirSync(join(folder, 'my data'));
const put = (name: string, bytes: Uint8Array) =>
  writeFileSync(join(folder, 'my data', name), bytes);
const values = new Uint8Array(3 * 4).fill(255);
put('train-images-idx3-ubyte', writeIdx({ type: 'ubyte', shape: [3, 2, 2], values }));
const labels = Uint8Array.of(1, 0, 1);
put('train-labels-idx1-ubyte', writeIdx({ type: 'ubyte', shape: [3], values: labels }));

describe('gen data', () => {
  it('gen data shows a folder by its path, and how to go on', async () => {
    const { code, stdout, stderr } = await gen(['data', 'my data'], { cwd: folder });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        '@@ @@ @@',
        'my data',
        'train   3 images of 2 x 2, 2 classes of 1 to 2',
        "next    gen train vae --data 'my data'",
        '',
      ].join('\n'),
    );
  });

  it('gen data --json prints what there is', async () => {
    const { stdout } = await gen(['data', 'my data', '--json'], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      kind: 'data',
      data: 'my data',
      about: null,
      folder: null,
      downloaded: [],
      train: { count: 3, height: 2, width: 2, perClass: [1, 2] },
      test: null,
    });
  });

  it('gen data refuses a name that nobody knows, and a folder without images', async () => {
    const unknown = await gen(['data', 'minst'], { cwd: folder });
    expect(unknown.code).toBe(3);
    expect(unknown.stderr).toContain('mnist, fashion-mnist, kmnist, qmnist');
    expect(unknown.stderr).toContain('hint: did you mean mnist?');
    const empty = await gen(['data', 'examples'], { cwd: folder });
    expect(empty.code).toBe(3);
    expect(empty.stderr).toContain('there are no images here');
  });

  itWithData('images/mnist')('gen data mnist finds MNIST in FERROGEN_DATA', async () => {
    const env = { FERROGEN_DATA: sharedData('images')! };
    const { code, stdout } = await gen(['data', 'mnist'], { cwd: folder, env });
    expect(code).toBe(0);
    expect(stdout).toContain(`folder  ${sharedData('images/mnist')}\n`);
    expect(stdout).toContain('train   60 000 images of 28 x 28, 10 classes of 5421 to 6742\n');
  });
});
