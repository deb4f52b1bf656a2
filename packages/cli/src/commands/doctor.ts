/** `gen doctor`: what gen runs on here, and what keeps it from running faster. */

import { referenceKernels } from '@ferrogen/core';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import type { DoctorResult } from '../doctor/doctor-result.ts';
import type { Arguments } from '../options/arguments.ts';
import { type CommonOptions, parseCommon } from '../options/common.ts';
import { printJson, printLines } from '../output/say.ts';
import { styleOf } from '../render/style.ts';

interface DoctorOptions {
  readonly common: CommonOptions;
}

async function runDoctor({ common }: DoctorOptions, context: Context): Promise<void> {
  const { loadNativeKernels } = await import('@ferrogen/native');
  const loaded = loadNativeKernels();
  const { system } = loaded.kernels ?? referenceKernels;
  const result: DoctorResult = {
    schemaVersion: 1,
    kind: 'doctor',
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    threads: system.threads,
    kernels: {
      name: loaded.name,
      reason: loaded.reason,
      instructionSet: system.instructionSet,
      gflops: null,
    },
    backends: [],
    selected: null,
  };
  if (common.json) return printJson(result, context);
  const { renderDoctor } = await import('../render/doctor.ts');
  const style = styleOf(context.stdout, context.env, common);
  return printLines(renderDoctor(result, loaded.notice, style), context, style.width);
}

export const doctor = defineCommand<DoctorOptions>({
  path: ['doctor'],
  operands: [],
  summary: 'say what gen runs on here, and what keeps it from running faster',
  flags: {},
  examples: [
    { command: 'gen doctor', about: 'for people' },
    { command: 'gen doctor --json', about: 'for programs and bug reports' },
  ],
  parse: (args: Arguments) => ({ common: parseCommon(args) }),
  run: runDoctor,
});
