/** `pnpm bench AREA [--json]`: measures an area beside its peers. */

import { installKernels, kernels } from '@ferrogen/core';
import { loadNativeKernels } from '@ferrogen/native';
import { benchAr } from './ar.ts';
import { benchDecode } from './decode.ts';
import { benchGpt2 } from './gpt2.ts';
import { benchImages } from './images.ts';
import { type BenchReport, machine, table } from './report.ts';
import { benchTensors } from './tensors/index.ts';

const areas = {
  ar: benchAr,
  decode: benchDecode,
  gpt2: benchGpt2,
  images: benchImages,
  tensors: benchTensors,
};

/** Runs the area that the arguments name; returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  const rest = args.filter((argument) => argument !== '--json');
  const area = rest[0] ?? '';
  if (rest.length !== 1 || !Object.hasOwn(areas, area)) {
    process.stderr.write(
      `error: usage: pnpm bench AREA [--json], where AREA is one of ${Object.keys(areas).join(', ')}\n`,
    );
    return 2;
  }
  const native = loadNativeKernels();
  if (native.kernels) installKernels(native.kernels);
  else process.stderr.write(`${native.notice ?? 'using the TypeScript kernels'}\n`);
  if (!process.env.PEERS_PYTHON)
    process.stderr.write('PEERS_PYTHON is not set: measuring ours alone\n');
  const rows = await areas[area as keyof typeof areas]((line) =>
    process.stderr.write(`  ${line}\n`),
  );
  const { name, system } = kernels();
  const report: BenchReport = {
    kind: 'bench',
    area,
    machine: {
      ...machine(),
      kernels: name,
      instructionSet: system.instructionSet ?? 'none',
      threads: system.threads,
    },
    rows,
  };
  process.stdout.write(`${json ? JSON.stringify(report) : table(report)}\n`);
  return 0;
}
