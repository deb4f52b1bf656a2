/** readSafetensors and writeSafetensors beside the Python package: each reads what the other wrote. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  dtypes,
  float32Values,
  readSafetensors,
  type StoredTensor,
  writeSafetensors,
} from '@ferrogen/core/io';
import { afterAll, expect } from 'vitest';
import { itWith } from '../support/shared-data.ts';

const python = process.env.PEERS_PYTHON;
const missing =
  python === undefined
    ? 'PEERS_PYTHON names no Python'
    : spawnSync(python, ['-c', 'import safetensors.numpy']).status === 0
      ? null
      : `${python} has no safetensors`;
const folder = mkdtempSync(join(tmpdir(), 'ferrogen-safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

const itHere = itWith(missing === null ? [] : [missing]);
const run = (program: string, ...paths: string[]) =>
  execFileSync(python!, ['-c', program, ...paths], { encoding: 'utf8' });

const values = new Map<string, StoredTensor>([
  ['F64', { dtype: 'F64', shape: [2], values: Float64Array.of(Math.PI, -0) }],
  ['F32', { dtype: 'F32', shape: [2, 1], values: Float32Array.of(1.5, Number.NaN) }],
  ['F16', { dtype: 'F16', shape: [1], values: Uint16Array.of(0x3555) }],
  ['I64', { dtype: 'I64', shape: [], values: BigInt64Array.of(-(2n ** 62n)) }],
  ['I32', { dtype: 'I32', shape: [1], values: Int32Array.of(-7) }],
  ['I16', { dtype: 'I16', shape: [1], values: Int16Array.of(-7) }],
  ['I8', { dtype: 'I8', shape: [1], values: Int8Array.of(-7) }],
  ['U8', { dtype: 'U8', shape: [0, 3], values: new Uint8Array(0) }],
  ['BOOL', { dtype: 'BOOL', shape: [2], values: Uint8Array.of(1, 0) }],
  ['ключ "\n\u{10000}\uffff', { dtype: 'U16', shape: [1], values: Uint16Array.of(65535) }],
  ['U32', { dtype: 'U32', shape: [1], values: Uint32Array.of(2 ** 32 - 1) }],
  ['U64', { dtype: 'U64', shape: [1], values: BigUint64Array.of(2n ** 64n - 1n) }],
]);

itHere(
  'writeSafetensors writes what the Python package reads, and writes again byte for byte',
  () => {
    expect(new Set([...values.values()].map(({ dtype }) => dtype)).size).toBe(dtypes.length - 1);
    const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
    writeFileSync(ours, writeSafetensors(values, new Map([['kind', 'ключ "\n']])));
    const seen = run(
      `import sys, json; from safetensors import safe_open; from safetensors.numpy import load_file, save_file
tensors = load_file(sys.argv[1])
save_file(tensors, sys.argv[2], metadata=safe_open(sys.argv[1], 'numpy').metadata())
print(json.dumps({name: [str(t.dtype), list(t.shape), str(t.tolist())] for name, t in tensors.items()}))`,
      ours,
      theirs,
    );
    const described = JSON.parse(seen) as Record<string, unknown>;
    expect(described.I64).toEqual(['int64', [], String(-(2n ** 62n))]);
    expect(described.F16).toEqual(['float16', [1], '[0.333251953125]']);
    expect(described.F32).toEqual(['float32', [2, 1], '[[1.5], [nan]]']);
    expect(described.BOOL).toEqual(['bool', [2], '[True, False]']);
    expect(described.U8).toEqual(['uint8', [0, 3], '[]']);
    expect(readFileSync(theirs).equals(readFileSync(ours))).toBe(true);
  },
);

itHere('readSafetensors reads the numbers that numpy wrote', () => {
  const path = join(folder, 'numpy');
  run(
    `import sys, numpy; from safetensors.numpy import save_file
save_file({'half': numpy.linspace(-70000, 70000, 301).astype('float16').reshape(7, 43), 'exact': numpy.linspace(-70000, 70000, 301).astype('float16').astype('float32')}, sys.argv[1])`,
    path,
  );
  const { tensors } = readSafetensors(readFileSync(path));
  expect(tensors.get('half')!.shape).toEqual([7, 43]);
  expect(float32Values('half', tensors.get('half')!)).toEqual(tensors.get('exact')!.values);
});
