import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeIdx } from '@ferrogen/core';
import { encodeModelFile } from '@ferrogen/core/io';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { exampleFolder, gen } from './gen.ts';

const folder = exampleFolder();
const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
const inspect = (...words: string[]) => gen(['inspect', ...words], { cwd: folder });

// A cross of full ink, and nothing.
const pixels = Uint8Array.of(0, 255, 0, 255, 255, 255, 0, 255, 0, ...new Uint8Array(9));
const images = writeIdx({ type: 'ubyte', shape: [2, 3, 3], values: pixels }, { gzip: true });
put('crosses-images.gz', images);
put('numbers.idx', writeIdx({ type: 'float', shape: [3], values: Float32Array.of(1, NaN, -2) }));
put('ints.idx', writeIdx({ type: 'int', shape: [2], values: Int32Array.of(-(2 ** 31), 1234567) }));
put(
  'doubles.idx',
  writeIdx({ type: 'double', shape: [2], values: Float64Array.of(1.5e308, 1.5e308) }),
);
const square = Uint8Array.of(0, 255, 255, 0, 0, 255, 255, 0);
put('square.png', encode({ width: 4, height: 2, data: square, channels: 1, depth: 8 }));
put('photo.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16));
put('short.idx', images.subarray(0, 20));
put('empty.idx', Uint8Array.of());
mkdirSync(join(folder, 'folder'));
put(
  'net.safetensors',
  encodeModelFile({
    kind: 'vae',
    config: { latent: 2 },
    card: 'A net.\nOf two lines.',
    tensors: new Map([['w', { dtype: 'F32', shape: [2, 3], values: new Float32Array(6) }]]),
  }),
);

describe('gen inspect of an IDX file', () => {
  it('gen inspect --json tells type, shape and range', async () => {
    const { code, stdout } = await inspect('crosses-images.gz', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      kind: 'inspection',
      format: 'idx',
      file: 'crosses-images.gz',
      dtype: 'ubyte',
      shape: [2, 3, 3],
      min: 0,
      max: 255,
      mean: (5 * 255) / 18,
      notFinite: 0,
      gzip: true,
      firstValues: [...pixels.subarray(0, 16)],
    });
  });

  it('gen inspect draws the images, in plain characters where there are no colours', async () => {
    const { stdout } = await inspect('crosses-images.gz');
    expect(stdout).toContain('crosses-images.gz  IDX, gzipped, ubyte, 2 x 3 x 3\n');
    // Two rows of pixels are one of characters.
    expect(stdout).toMatch(/\n\+@\+\n \+\n$/);
    const colored = await gen(['inspect', 'crosses-images.gz'], {
      cwd: folder,
      env: { FORCE_COLOR: '1' },
    });
    expect(colored.stdout).toContain('▀');
  });

  it('gen inspect shows the first values of what are no images', async () => {
    const { stdout } = await inspect('numbers.idx');
    expect(stdout).toBe(
      'numbers.idx  IDX, float, 3\nmin -2, mean -0.5, max 1, 1 not finite\nbegins 1 n/a -2\n',
    );
    const { stdout: json } = await inspect('numbers.idx', '--json');
    expect(JSON.parse(json)).toMatchObject({ dtype: 'float', min: -2, firstValues: [1, null, -2] });
  });

  it('gen inspect shows every digit of whole numbers, and a mean where the sum is too large', async () => {
    const { stdout } = await inspect('ints.idx');
    expect(stdout).toContain('min -2147483648, mean -1.07312e+9, max 1234567\n');
    expect(stdout).toContain('begins -2147483648 1234567\n');
    const { stdout: json } = await inspect('doubles.idx', '--json');
    expect(JSON.parse(json).mean).toBe(1.5e308);
  });

  it('gen inspect shows a PNG file as a picture, and names other formats', async () => {
    const { stdout } = await inspect('square.png');
    expect(stdout).toBe('square.png  PNG, 2 x 4, greys from 0 to 255\n @@\n');
    const { stdout: json } = await inspect('square.png', '--json');
    expect(JSON.parse(json)).toMatchObject({ format: 'png', shape: [2, 4], min: 0, max: 255 });
    const { code, stderr } = await inspect('photo.jpg');
    expect([code, stderr]).toEqual([3, expect.stringContaining('photo.jpg: this is a JPEG')]);
  });

  it.each([
    ['short.idx', 3, 'the gzipped data end too early (at byte 20)', 'hint: get the file anew'],
    ['empty.idx', 3, 'empty.idx: the file is empty'],
    ['folder', 3, 'this is a directory'],
    [
      'numbers.idx --column x',
      2,
      '--column says how to read a CSV file, and numbers.idx is an IDX',
    ],
  ])('gen inspect %s is refused', async (words, code, ...sentences) => {
    const run = await inspect(...words.split(' '));
    expect(run.code).toBe(code);
    expect(run.stdout).toBe('');
    for (const sentence of sentences) expect(run.stderr).toContain(sentence);
  });
});

describe('gen inspect of a model file', () => {
  it('gen inspect shows kind, config, tensors and card', async () => {
    const { stdout } = await inspect('net.safetensors');
    expect(stdout).toContain('model of kind vae, 1 tensor, 6 values');
    expect(stdout).toContain('config {"latent":2}');
    expect(stdout).toMatch(/w +F32 +2 x 3/);
    expect(stdout).toContain('A net.\nOf two lines.\n');
    const { stdout: json } = await inspect('net.safetensors', '--json');
    expect(JSON.parse(json)).toMatchObject({
      format: 'safetensors',
      model: 'vae',
      parameters: 6,
      tensors: [{ name: 'w', dtype: 'F32', shape: [2, 3] }],
    });
  });
});
