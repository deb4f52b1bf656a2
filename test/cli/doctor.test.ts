/** `gen doctor` and the flag `--backend`, as people and programs see them. */

import { describe, expect, it } from 'vitest';
import { itWith } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';
import { gen } from './gen.ts';

const itWithNative = itWith(tensorBackends.find(({ name }) => name === 'native')!.lacking);

interface Doctor {
  readonly kernels: {
    name: string;
    reason: string | null;
    gflops: number;
    checked: boolean | null;
  };
  readonly backends: { name: string; available: boolean; reason: string | null }[];
  readonly selected: string;
}

describe('gen doctor', () => {
  itWithNative('gen doctor --json has every field of the contract, in its order', async () => {
    const run = await gen(['doctor', '--json']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    const result = JSON.parse(run.stdout);
    expect(result).toEqual({
      schemaVersion: 1,
      kind: 'doctor',
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      threads: expect.any(Number),
      kernels: {
        name: 'native',
        reason: null,
        instructionSet: expect.stringMatching(/^(avx512|avx2|neon|baseline)$/),
        gflops: expect.any(Number),
        checked: true,
      },
      backends: [
        refused('tensorflow', 'not part of this version'),
        refused('webgpu', 'not part of this version'),
        usable('native', '0.1.0'),
        usable('wasm', '4.22.0'),
        usable('cpu', '4.22.0'),
      ],
      selected: 'native',
    });
    expect(Object.keys(result)).toEqual(
      'schemaVersion kind node platform threads kernels backends selected'.split(' '),
    );
    expect(result.kernels.gflops).toBeGreaterThan(0.1);
  });

  it('gen doctor without the addon says why, and takes wasm', async () => {
    const run = await gen(['doctor', '--json'], { env: { FERROGEN_KERNELS: 'reference' } });
    expect([run.code, run.stderr]).toEqual([0, '']);
    const { kernels, backends, selected }: Doctor = JSON.parse(run.stdout);
    const reason = 'FERROGEN_KERNELS asks for the TypeScript ones';
    expect(kernels).toMatchObject({ name: 'reference', reason, checked: null });
    expect(backends.find(({ name }) => name === 'native')).toMatchObject({
      available: false,
      reason,
    });
    expect(selected).toBe('wasm');
  });

  it('gen doctor shows people each backend with its mark, and the one in use', async () => {
    const { stdout } = await gen(['doctor'], { env: { FERROGEN_KERNELS: 'reference' } });
    const lines = stdout.split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^✓ node {6}\d/));
    expect(lines).toContain('! tensors   webgpu: not part of this version');
    expect(lines).toContainEqual(
      expect.stringMatching(/^✓ tensors {3}wasm 4\.22\.0, in use, [\d.]+ GFLOP\/s$/),
    );
    expect(lines).toContain('✓ tensors   cpu 4.22.0');
  });
});

describe('--backend', () => {
  it('--backend cpu takes that backend and no other', async () => {
    const { stdout } = await gen(['doctor', '--json', '--backend', 'cpu']);
    const { backends, selected }: Doctor = JSON.parse(stdout);
    expect(selected).toBe('cpu');
    expect(backends.find(({ name }) => name === 'wasm')?.available).toBe(true);
  });

  it('--backend with one that cannot be used ends with 4, the reason and what else there is', async () => {
    const run = await gen(['doctor', '--backend', 'native'], {
      env: { FERROGEN_KERNELS: 'reference' },
    });
    expect(run).toEqual({
      code: 4,
      stdout: '',
      stderr:
        'error: the tensor backend native cannot be used here: FERROGEN_KERNELS asks for the TypeScript ones\n' +
        'hint: these can be used here: wasm, cpu\n',
    });
  });

  it('--backend with a name that is none ends with 2', async () => {
    const run = await gen(['doctor', '--backend', 'wasn']);
    expect(run.code).toBe(2);
    expect(run.stderr).toBe(
      "error: --backend must be one of tensorflow, webgpu, native, wasm, cpu, got 'wasn'\n" +
        'hint: did you mean --backend wasm?\n',
    );
  });

  it('--verbose says once on stderr which backend was taken, and why not those before it', async () => {
    const run = await gen(['doctor', '--json', '--verbose'], {
      env: { FERROGEN_KERNELS: 'reference' },
    });
    expect(run.stderr).toBe(
      'tensors: wasm; tensorflow: not part of this version; webgpu: not part of this version; ' +
        'native: FERROGEN_KERNELS asks for the TypeScript ones\n',
    );
  });
});

const refused = (name: string, reason: string): object => ({
  name,
  available: false,
  gpu: false,
  reason,
  version: null,
});

const usable = (name: string, version: string): object => ({
  name,
  available: true,
  gpu: false,
  reason: null,
  version,
});
