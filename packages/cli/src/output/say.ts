/** Lines for stderr, and the one object that `--json` puts on stdout. */

import type { Context } from '../context.ts';
import type { CommonOptions } from '../options/common.ts';
import { printable } from '../render/text.ts';

/** Writes `note: ...` unless quiet. */
export async function note(
  text: string,
  context: Pick<Context, 'stderr'>,
  { quiet }: Pick<CommonOptions, 'quiet'>,
): Promise<void> {
  if (!quiet) await context.stderr.write(`note: ${printable(text)}\n`);
}

/** Writes a detail that only `--verbose` wants. */
export async function detail(
  text: string,
  context: Pick<Context, 'stderr'>,
  { quiet, verbose }: Pick<CommonOptions, 'quiet' | 'verbose'>,
): Promise<void> {
  if (verbose && !quiet) await context.stderr.write(`${printable(text)}\n`);
}

/** Writes a result as JSON on one line; numbers that are not finite become null. */
export async function printJson(result: object, context: Pick<Context, 'stdout'>): Promise<void> {
  await context.stdout.write(`${JSON.stringify(result)}\n`);
}

/** Writes lines of text to stdout. */
export async function printLines(
  lines: readonly string[],
  context: Pick<Context, 'stdout'>,
): Promise<void> {
  await context.stdout.write(`${lines.join('\n')}\n`);
}
