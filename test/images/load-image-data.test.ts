import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeIdx } from '@ferrogen/core';
import { cacheFolder, datasets, findDataset, loadImageData } from '@ferrogen/core/node';
import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { itWithData, sharedData } from '../support/shared-data.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ferrogen-images-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, bytes: Uint8Array): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, bytes);
  return whole;
}

const images = (count: number, gzip = false) =>
  writeIdx(
    {
      type: 'ubyte',
      shape: [count, 2, 2],
      values: Uint8Array.from({ length: 4 * count }, (_, at) => at),
    },
    { gzip },
  );
const labels = (...values: number[]) =>
  writeIdx({ type: 'ubyte', shape: [values.length], values: Uint8Array.from(values) });

describe('loadImageData from IDX files', () => {
  test('loadImageData pairs the files of a folder by MNIST’s names, gzipped or not', async () => {
    put('train-images-idx3-ubyte.gz', images(3, true));
    put('train-labels-idx1-ubyte', labels(0, 4, 1));
    put('t10k-images.idx3-ubyte', images(1));
    const { train, test } = await loadImageData(folder);
    expect(train).toMatchObject({ name: folder, count: 3, height: 2, width: 2, classes: 5 });
    expect([...train.labels!]).toEqual([0, 4, 1]);
    expect([...train.pixels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(test).toMatchObject({ count: 1, labels: null, classes: null });
  });

  test('loadImageData reads one file of any name, and the labels beside it', async () => {
    const path = put('my-images.idx', images(2));
    put('my-labels.idx', labels(1, 0));
    expect((await loadImageData(path)).train.classes).toBe(2);
    const alone = put('others.idx', images(2));
    expect((await loadImageData(alone)).train.labels).toBeNull();
  });

  test.each([
    ['IMAGES_SHAPE', labels(1, 2), labels(1, 2), /ubyte \[count, height, width\].*ubyte \[2\]/],
    ['IMAGES_LABELS', images(2), labels(1), /1 labels, and .* has 2 images/],
    ['IMAGES_LABELS', images(1), images(1), /labels are whole numbers .* ubyte \[1, 2, 2\]/],
    ['IDX_SHORT_BODY', images(2).subarray(0, 20), labels(1, 2), /24 bytes in all.*after 20/],
  ])('loadImageData refuses %s', async (code, imageBytes, labelBytes, message) => {
    const path = put('x-images', imageBytes);
    put('x-labels', labelBytes);
    const failure = await loadImageData(path).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect((failure as Error).message).toMatch(message);
  });
});

describe('loadImageData from IDX files to train on and to test with', () => {
  const save = (part: string, shape: number[], labels: number[]) => {
    const values = new Uint8Array(shape.reduce((product, size) => product * size, 1));
    put(`${part}-images-idx3-ubyte`, writeIdx({ type: 'ubyte', shape, values }));
    put(
      `${part}-labels-idx1-ubyte`,
      writeIdx({ type: 'ubyte', shape: [labels.length], values: Uint8Array.from(labels) }),
    );
  };

  test('loadImageData counts the classes of both', async () => {
    save('train', [2, 3, 3], [0, 1]);
    save('t10k', [1, 3, 3], [4]);
    const { train, test } = await loadImageData(folder);
    expect([train.classes, test?.classes]).toEqual([5, 5]);
  });

  test('loadImageData refuses parts of two sizes, and files without images', async () => {
    save('train', [1, 3, 3], [0]);
    save('t10k', [1, 2, 3], [0]);
    await expect(loadImageData(folder)).rejects.toThrow(/of 3 x 3 pixels.* of 2 x 3/);
    save('train', [0, 3, 3], []);
    await expect(loadImageData(folder)).rejects.toMatchObject({ code: 'IMAGES_NONE' });
  });
});

describe('loadImageData from PNG files', () => {
  const grey = (...data: number[]) =>
    encode({ width: 3, height: 3, channels: 1, data: Uint8Array.from(data) });
  const ink = [0, 0, 0, 0, 200, 0, 0, 0, 0];

  test('loadImageData takes sub-folders as classes, in the order of their numbers', async () => {
    put('10/a.png', grey(...ink));
    put('2/a.png', grey(...ink));
    put('2/b.PNG', grey(...ink));
    put('2/readme.txt', Uint8Array.of(1));
    const { train, test } = await loadImageData(folder);
    expect(train).toMatchObject({ count: 3, height: 3, width: 3, classes: 2 });
    expect([...train.labels!]).toEqual([0, 0, 1]);
    expect(test).toBeNull();
  });

  test('loadImageData takes train and test apart', async () => {
    for (const path of ['train/0/a.png', 'train/1/a.png', 'test/0/a.png', 'test/1/b.png'])
      put(path, grey(...ink));
    const { train, test } = await loadImageData(folder);
    expect([train.count, test?.count, train.classes]).toEqual([2, 2, 2]);
  });

  test('loadImageData gives a class one number, in which part ever it comes', async () => {
    for (const path of ['train/a/1.png', 'train/b/1.png', 'test/b/1.png', 'test/c/1.png'])
      put(path, grey(...ink));
    const { train, test } = await loadImageData(folder);
    expect([train.classes, test?.classes]).toEqual([3, 3]);
    expect([...train.labels!]).toEqual([0, 1]);
    expect([...test!.labels!]).toEqual([1, 2]);
  });

  test('loadImageData passes over what is hidden, and follows links', async () => {
    put('a/1.png', grey(...ink));
    put('a/._1.png', Uint8Array.of(0));
    put('.git/1.png', Uint8Array.of(0));
    put('elsewhere/of/1.png', grey(...ink));
    symlinkSync(join(folder, 'elsewhere/of'), join(folder, 'b'));
    const { train } = await loadImageData(folder);
    expect([...train.labels!]).toEqual([0, 1]);
    expect(train.classes).toBe(3);
  });

  test('loadImageData refuses pictures beside folders of classes', async () => {
    put('a/1.png', grey(...ink));
    put('2.png', grey(...ink));
    await expect(loadImageData(folder)).rejects.toThrow(/a would be a class, and 2.png beside it/);
  });

  test('loadImageData takes pictures beside folders that have none', async () => {
    put('notes/1.txt', Uint8Array.of(1));
    put('2.png', grey(...ink));
    expect((await loadImageData(folder)).train).toMatchObject({ count: 1, labels: null });
  });

  test('loadImageData names the format of pictures that are no PNG files', async () => {
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16);
    for (const file of ['x.jpg', 'y.png']) {
      const failure = await loadImageData(put(file, jpeg)).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'IMAGES_PNG', hint: expect.stringContaining('PNG') });
      expect((failure as Error).message).toContain(`${file}: this is a JPEG picture`);
    }
    rmSync(join(folder, 'y.png'));
    await expect(loadImageData(folder)).rejects.toMatchObject({
      code: 'IMAGES_NONE',
      hint: 'there are 1 pictures of other formats; save them as PNG files',
    });
  });

  test('loadImageData turns dark ink on light paper round, in one file or many', async () => {
    const path = put('one.png', grey(...ink.map((value) => 255 - value)));
    expect([...(await loadImageData(path)).train.pixels]).toEqual(ink);
    expect((await loadImageData(path)).train.labels).toBeNull();
  });

  test('loadImageData makes grey of colours, 16 bits and transparency', async () => {
    const red = encode({ width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) });
    const half = encode({ width: 1, height: 1, channels: 2, data: Uint8Array.of(200, 128) });
    const deep = encode({
      ...{ width: 1, height: 1, channels: 1, depth: 16 },
      data: Uint16Array.of(100 * 257),
    });
    for (const [bytes, value] of [
      [red, 76],
      [half, 100],
      [deep, 100],
    ] as const)
      expect([...(await loadImageData(put('x.png', bytes))).train.pixels]).toEqual([value]);
  });

  test('loadImageData refuses sizes that differ, a broken file, and a folder without images', async () => {
    put('a.png', grey(...ink));
    put('b.png', encode({ width: 1, height: 1, channels: 1, data: Uint8Array.of(0) }));
    await expect(loadImageData(folder)).rejects.toMatchObject({ code: 'IMAGES_SHAPE' });
    put('b.png', grey(...ink).subarray(0, 40));
    await expect(loadImageData(folder)).rejects.toMatchObject({ code: 'IMAGES_PNG' });
    mkdirSync(join(folder, 'empty'));
    await expect(loadImageData(join(folder, 'empty'))).rejects.toMatchObject({
      code: 'IMAGES_NONE',
    });
  });
});

describe('loadImageData by name', () => {
  test('loadImageData knows four names, and which one was meant', async () => {
    expect([...datasets.keys()]).toEqual(['mnist', 'fashion-mnist', 'kmnist', 'qmnist']);
    await expect(loadImageData('mnits')).rejects.toMatchObject({
      code: 'DATASET_UNKNOWN',
      hint: 'did you mean mnist?',
    });
  });

  test('findDataset looks in FERROGEN_DATA, then in the cache, and wants all files', () => {
    const mnist = datasets.get('mnist')!;
    const env = { FERROGEN_DATA: join(folder, 'data'), FERROGEN_CACHE: join(folder, 'cache') };
    const names = [
      'train-images-idx3',
      'train-labels-idx1',
      't10k-images-idx3',
      't10k-labels-idx1',
    ];
    for (const name of names) {
      expect(findDataset(mnist, env)).toBeNull();
      put(`cache/datasets/mnist/${name}-ubyte.gz`, Uint8Array.of());
    }
    expect(findDataset(mnist, env)).toBe(join(folder, 'cache/datasets/mnist'));
    for (const name of names) put(`data/mnist/${name}-ubyte`, Uint8Array.of());
    expect(findDataset(mnist, env)).toBe(join(folder, 'data/mnist'));
  });

  test('cacheFolder heeds FERROGEN_CACHE, then XDG_CACHE_HOME', () => {
    expect(cacheFolder({ FERROGEN_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
    expect(cacheFolder({ XDG_CACHE_HOME: '/b' })).toBe(join('/b', 'ferrogen'));
    expect(cacheFolder({})).toMatch(/\.cache.ferrogen$/);
  });

  itWithData('images/mnist')('loadImageData finds MNIST in FERROGEN_DATA', async () => {
    const env = { FERROGEN_DATA: sharedData('images')! };
    const { train, test } = await loadImageData('mnist', { env });
    expect(train).toMatchObject({
      name: 'mnist',
      count: 60_000,
      height: 28,
      width: 28,
      classes: 10,
    });
    expect(test).toMatchObject({ count: 10_000, classes: 10 });
    expect([...train.labels!.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
  });
});
