/** Looks at everything that `gen doctor` tells of. Loads TensorFlow.js. */

import { referenceKernels } from '@ferrogen/core';
import { tryRung } from '@ferrogen/core/backends';
import { loadNativeKernels } from '@ferrogen/native';
import type { Context } from '../context.ts';
import type { BackendName } from '../options/backend.ts';
import type { CommonOptions } from '../options/common.ts';
import { ladder } from '../tensors/ladder.ts';
import { prepareBackend } from '../tensors/prepare-backend.ts';
import { faultOf } from './check-kernels.ts';
import type { Backend, DoctorResult } from './doctor-result.ts';
import { productSpeed } from './product-speed.ts';

/**
 * What there is here. `notice` is the loader's own line about kernels that are not the native ones.
 *
 * @throws BackendError if the wanted backend cannot be used here
 */
export async function examine(
  wanted: BackendName | null,
  context: Context,
  common: CommonOptions,
): Promise<{ result: DoctorResult; notice: string | null }> {
  const loaded = loadNativeKernels();
  const { system } = loaded.kernels ?? referenceKernels;
  const fault = loaded.kernels === null ? null : faultOf(loaded.kernels);

  const selected = await prepareBackend(wanted, context, common);
  const speed = await productSpeed(context.now);
  const backends: Backend[] = [];
  for (const rung of ladder) {
    const refusal = selected.refused.find(({ name }) => name === rung.name);
    const { name, available, gpu, reason, version } =
      refusal === undefined
        ? await tryRung(rung)
        : { ...refusal, available: false, gpu: false, version: null };
    const fault = name === selected.name ? speed.fault : null;
    backends.push({ name, available, gpu, reason: reason ?? fault, version });
  }

  return {
    notice: loaded.notice,
    result: {
      schemaVersion: 1,
      kind: 'doctor',
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      threads: system.threads,
      kernels: {
        name: loaded.name,
        reason: loaded.reason ?? fault,
        instructionSet: system.instructionSet,
        gflops: speed.gflops,
        checked: loaded.kernels === null ? null : fault === null,
      },
      backends,
      selected: selected.name,
    },
  };
}
