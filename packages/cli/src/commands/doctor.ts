/** `gen doctor`: what gen runs on here, and what keeps it from running faster. */

import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import type { Arguments } from '../options/arguments.ts';
import { type BackendName, backendFlag, parseBackend } from '../options/backend.ts';
import { type CommonOptions, parseCommon } from '../options/common.ts';
import { printJson, printLines } from '../output/say.ts';
import { styleOf } from '../render/style.ts';

interface DoctorOptions {
  readonly backend: BackendName | null;
  readonly common: CommonOptions;
}

async function runDoctor({ backend, common }: DoctorOptions, context: Context): Promise<void> {
  const { examine } = await import('../doctor/examine.ts');
  const { result, notice } = await examine(backend, context, common);
  if (common.json) return printJson(result, context);
  const { renderDoctor } = await import('../render/doctor.ts');
  const style = styleOf(context.stdout, context.env, common);
  return printLines(renderDoctor(result, notice, style), context, style.width);
}

export const doctor = defineCommand<DoctorOptions>({
  path: ['doctor'],
  operands: [],
  summary: 'say what gen runs on here, and what keeps it from running faster',
  flags: { Tensors: backendFlag },
  examples: [
    { command: 'gen doctor', about: 'for people' },
    { command: 'gen doctor --json', about: 'for programs and bug reports' },
  ],
  parse: (args: Arguments) => ({ backend: parseBackend(args), common: parseCommon(args) }),
  run: runDoctor,
});
