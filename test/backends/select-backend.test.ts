/** selectBackend: which rung it takes, what it refuses and in what words; on rungs made for it and on those of this machine. */

import {
  absentRung,
  cpuRung,
  type Rung,
  selectBackend,
  tryRung,
  wasmRung,
} from '@ferrogen/core/backends';
import { nativeRung } from '@ferrogen/native/backend';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  copyRegisteredKernels,
  getBackend,
  getKernel,
  type KernelFunc,
  keep,
  memory,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  type TensorInfo,
  unregisterKernel,
  zeros,
} from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { itWith } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';

beforeEach(async () => {
  await setBackend('cpu');
});

describe('selectBackend', () => {
  it('selectBackend takes the first that works and keeps what each before it said', async () => {
    const broken: Rung = {
      name: 'broken',
      prepare: async () => {
        throw new Error('there is no such card\n    at line 3');
      },
    };
    const rungs = [absentRung('none', 'not part of this version'), broken, wasmRung(), cpuRung];
    expect(await selectBackend({ rungs })).toEqual({
      name: 'wasm',
      version: '4.22.0',
      gpu: false,
      refused: [
        { name: 'none', reason: 'not part of this version' },
        { name: 'broken', reason: 'there is no such card' },
      ],
    });
    expect(getBackend()).toBe('wasm');
  });

  it('selectBackend with a wanted backend tries no other', async () => {
    const rungs = [nativeRung, wasmRung(), cpuRung];
    expect(await selectBackend({ rungs, wanted: 'cpu' })).toMatchObject({
      name: 'cpu',
      refused: [],
    });
  });

  it('selectBackend refuses a wanted backend that does not work with BACKEND_MISSING and names the others', async () => {
    const rungs = [absentRung('none', 'it is gone'), wasmRung(), cpuRung];
    await expect(selectBackend({ rungs, wanted: 'none' })).rejects.toMatchObject({
      code: 'BACKEND_MISSING',
      message: 'the tensor backend none cannot be used here: it is gone',
      hint: 'these can be used here: wasm, cpu',
      refused: [{ name: 'none', reason: 'it is gone' }],
    });
  });

  it('selectBackend names every reason where no backend works', async () => {
    const rungs = [absentRung('a', 'no a'), absentRung('b', 'no b')];
    await expect(selectBackend({ rungs })).rejects.toMatchObject({
      code: 'BACKEND_MISSING',
      message: 'no tensor backend can be used here: a: no a; b: no b',
    });
    expect(getBackend()).toBe('cpu');
  });

  it('selectBackend refuses a name that is no rung with OPTION_INVALID', async () => {
    await expect(
      selectBackend({ rungs: [wasmRung(), cpuRung], wanted: 'wasn' }),
    ).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      option: 'backend',
      message: "backend must be one of wasm, cpu, got 'wasn': did you mean wasm?",
    });
  });
});

describe('tryRung', () => {
  it('tryRung refuses a backend that computes a wrong gradient', async () => {
    const rung = alteredCpu('wrong', 'Conv2DBackpropFilter', (original) => (call) => {
      const { shape } = original(call) as TensorInfo;
      const ones = new Float32Array(shape.reduce((p, n) => p * n, 1)).fill(1);
      return (call.backend as MathBackendCPU).makeTensorInfo(shape, 'float32', ones);
    });
    expect((await tryRung(rung)).reason).toBe(
      'its self-test gives -2.5 instead of -47 in the filter[0]',
    );
    expect(getBackend()).toBe('cpu');
  });

  it('tryRung refuses a backend that leaves tensors behind', async () => {
    const rung = alteredCpu('leaking', 'Relu', (original) => (call) => {
      keep(zeros([1]));
      return original(call);
    });
    expect((await tryRung(rung)).reason).toBe('its self-test leaves 1 tensors behind');
  });

  it('tryRung refuses a backend that lacks a kernel and names it', async () => {
    const rung = alteredCpu('lacking', 'UnsortedSegmentSum', null);
    expect((await tryRung(rung)).reason).toContain("'UnsortedSegmentSum' not registered");
  });

  it('tryRung refuses a backend that was not registered', async () => {
    const rung: Rung = { name: 'unknown', prepare: async () => ({ gpu: false, version: null }) };
    expect((await tryRung(rung)).reason).toContain("'unknown' not found in registry");
  });

  it('tryRung refuses a backend that TensorFlow.js cannot start, which setBackend answers with false', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    registerBackend('stillborn', () => Promise.reject(new Error('no memory')));
    const rung: Rung = { name: 'stillborn', prepare: async () => ({ gpu: true, version: '1' }) };
    expect(await tryRung(rung)).toEqual({
      name: 'stillborn',
      available: false,
      reason: 'TensorFlow.js could not start it',
      gpu: false,
      version: null,
    });
    expect(getBackend()).toBe('cpu');
    warn.mockRestore();
  });

  itWith(tensorBackends.find(({ name }) => name === 'native')!.lacking)(
    'tryRung takes native again after it was removed, without a word',
    async () => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
      await tryRung(nativeRung);
      removeBackend('native');
      expect((await tryRung(nativeRung)).available).toBe(true);
      expect(warn).not.toHaveBeenCalled();
      warn.mockRestore();
    },
  );

  for (const { name, lacking } of tensorBackends) {
    itWith(lacking)(`tryRung leaves no tensor of its self-test on ${name}`, async () => {
      const rung = [nativeRung, wasmRung(), cpuRung].find((each) => each.name === name)!;
      const before = memory().numTensors;
      expect((await tryRung(rung)).available).toBe(true);
      expect(memory().numTensors).toBe(before);
      expect(getBackend()).toBe(name);
    });
  }
});

/** The cpu backend under another name, with one kernel replaced, or taken away. */
function alteredCpu(
  name: string,
  kernelName: string,
  alter: ((original: KernelFunc) => KernelFunc) | null,
): Rung {
  return {
    name,
    prepare: async () => {
      // Without this it prints a praise of another package.
      const quiet = { firstUse: false };
      registerBackend(name, () => Object.assign(new MathBackendCPU(), quiet));
      copyRegisteredKernels('cpu', name);
      const { kernelFunc } = getKernel(kernelName, name);
      unregisterKernel(kernelName, name);
      if (alter !== null)
        registerKernel({ kernelName, backendName: name, kernelFunc: alter(kernelFunc) });
      return { gpu: false, version: null };
    },
  };
}
