/** The flags that say which values a saved model goes on from. */

import type { HistoryOptions } from '../ar/continue-from.ts';
import type { Flags } from '../define-command.ts';
import { UsageError } from '../errors.ts';
import type { Arguments } from './arguments.ts';
import { parseReadOptions, parseTransform, seriesFlags, transformFlags } from './series.ts';

/** `--missing` is not among them: only the last values count, and a gap in those is always refused. */
const { missing: _, ...readFlags } = seriesFlags;

export const historyFlags = {
  history: {
    value: 'FILE',
    describe: 'go on from the last values of this CSV file; - reads stdin',
    default: "the model's own",
  },
  ...readFlags,
  ...transformFlags,
} satisfies Flags;

/** Null without `--history`. The other flags default to what the model was fitted to, and mean nothing alone. */
export function parseHistory(args: Arguments): HistoryOptions | null {
  const file = args.text('history');
  const read = parseReadOptions(args);
  const transform = parseTransform(args);
  if (file === '-' && args.operands[0] === '-') {
    throw new UsageError('the model and --history cannot both be read from stdin');
  }
  if (file !== null) return { file, read, transform };
  const stray = Object.keys(historyFlags).find(
    (flag) => args.isOn(flag) || args.texts(flag).length > 0,
  );
  if (stray !== undefined) {
    throw new UsageError(`--${stray} says how to read --history FILE, and there is no --history`);
  }
  return null;
}
