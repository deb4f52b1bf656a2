/** Lines for stderr, and the one object that `--json` puts on stdout. */

import type { Context } from '../context.ts';
import type { CommonOptions } from '../options/common.ts';
import { displayWidth, printable, wrap } from '../render/text.ts';

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

/** Writes lines of text to stdout, and breaks those that even a narrow layout left too wide. */
export async function printLines(
  lines: readonly string[],
  context: Pick<Context, 'stdout'>,
  width = Number.POSITIVE_INFINITY,
): Promise<void> {
  const fitting = lines.flatMap((line) =>
    displayWidth(line) <= width ? [line] : wrap(line, width, 2),
  );
  await context.stdout.write(`${fitting.join('\n')}\n`);
}
