/** SafetensorsFile, readModelFile and writeModelFile: files on disk, tensor by tensor. */

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors, type StoredTensor, writeSafetensors } from '@ferrogen/core/io';
import {
  readModelFile,
  readTensorFile,
  SafetensorsFile,
  writeFileAtomically,
  writeModelFile,
} from '@ferrogen/core/node';
import { afterAll, expect, test } from 'vitest';
import { itWithData, sharedData } from '../support/shared-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'ferrogen-io-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tensors = new Map<string, StoredTensor>([
  ['a', { dtype: 'F32', shape: [2], values: Float32Array.of(1, 2) }],
  ['b', { dtype: 'I64', shape: [], values: BigInt64Array.of(3n) }],
  ['none', { dtype: 'F32', shape: [0], values: new Float32Array(0) }],
]);

test('SafetensorsFile reads any tensor by name, and refuses names and times that are wrong', () => {
  const path = join(folder, 'some');
  writeFileSync(path, writeSafetensors(tensors, new Map([['key', 'text']])));
  const file = new SafetensorsFile(path);
  expect(file.metadata.get('key')).toBe('text');
  expect(file.tensors.get('a')!.shape).toEqual([2]);
  for (const name of ['none', 'b', 'a']) expect(file.read(name)).toEqual(tensors.get(name));
  expect(() => file.read('c')).toThrow(RangeError);
  file.close();
  file.close();
  expect(() => file.read('a')).toThrow(/was closed/);
});

test('SafetensorsFile tells that the file became shorter while it was open', () => {
  const path = join(folder, 'shrinking');
  const bytes = writeSafetensors(tensors);
  writeFileSync(path, bytes);
  const file = new SafetensorsFile(path);
  truncateSync(path, bytes.length - 1);
  expect(() => file.read('a')).toThrow(expect.objectContaining({ code: 'SAFETENSORS_TRUNCATED' }));
  file.close();
});

test.each([
  ['a file that is not there', 'nowhere', 'FILE_NOT_FOUND'],
  ['a directory', '.', 'FILE_IS_DIRECTORY'],
  ['a device', '/dev/zero', 'FILE_IS_DEVICE'],
  ['an empty file', '/proc/self/maps', 'SAFETENSORS_TRUNCATED'],
])('SafetensorsFile refuses %s', (_, path, code) => {
  const absolute = path.startsWith('/') ? path : join(folder, path);
  expect(() => new SafetensorsFile(absolute)).toThrow(expect.objectContaining({ code }));
});

test('SafetensorsFile refuses a pipe without waiting for its writer', () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  expect(() => new SafetensorsFile(path)).toThrow(
    expect.objectContaining({ code: 'FILE_UNREADABLE' }),
  );
});

test('SafetensorsFile allocates nothing for a header that lies', () => {
  const path = join(folder, 'liar');
  writeFileSync(path, new Uint8Array(8).fill(0xff));
  expect(() => new SafetensorsFile(path)).toThrow(
    expect.objectContaining({
      code: 'SAFETENSORS_HEADER_TOO_LARGE',
      // It says which file it is.
      message: expect.stringMatching(/liar: .+ \(at byte 0\)$/),
    }),
  );
});

itWithData('text/tiny-random-gpt2/model.safetensors')(
  'readTensorFile reads what readSafetensors reads',
  () => {
    const path = sharedData('text/tiny-random-gpt2/model.safetensors')!;
    const whole = readSafetensors(readFileSync(path));
    const { tensors: read, metadata } = readTensorFile(path);
    expect(metadata).toEqual(whole.metadata);
    expect([...read]).toEqual([...whole.tensors]);
  },
);

test('writeModelFile writes what readModelFile reads, in the place of what was there', () => {
  const path = join(folder, 'model.safetensors');
  const model = { kind: 'vae', config: { latent: 2 }, card: null, tensors };
  writeFileSync(path, 'something else');
  writeModelFile(path, model);
  const read = readModelFile(path, 'vae');
  expect([read.kind, read.config, read.card]).toEqual(['vae', { latent: 2 }, null]);
  expect(read.tensors).toEqual(tensors);
  expect(() => readModelFile(path, 'gan')).toThrow(
    expect.objectContaining({ name: 'ModelFileError' }),
  );
});

test('writeFileAtomically leaves the old file and no other where the new one fails half-way', () => {
  const path = join(folder, 'kept');
  writeFileSync(path, 'old');
  const failing = function* () {
    yield Buffer.from('new');
    throw new RangeError('no more');
  };
  const before = readdirSync(folder).sort();
  expect(() => writeFileAtomically(path, failing())).toThrow(RangeError);
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder).sort()).toEqual(before);
});

test('writeFileAtomically writes one file whole while another is written under its name', () => {
  const path = join(folder, 'contested');
  const interrupted = function* () {
    yield Buffer.from('one ');
    writeFileAtomically(path, [Buffer.from('the other')]);
    expect(readFileSync(path, 'utf8')).toBe('the other');
    yield Buffer.from('whole');
  };
  writeFileAtomically(path, interrupted());
  expect(readFileSync(path, 'utf8')).toBe('one whole');
});

test('writeFileAtomically says where it may not write', () => {
  expect(() => writeFileAtomically(join(folder, 'no/such/folder'), [])).toThrow(
    expect.objectContaining({ code: 'FILE_UNWRITABLE' }),
  );
  expect(existsSync(join(folder, 'no'))).toBe(false);
});
