/**
 * One line on stderr while something takes longer than two seconds: redrawn on a terminal, a plain line every ten
 * seconds elsewhere, nothing when quiet.
 */

import type { Context } from '../context.ts';
import { formatDuration } from '../render/numbers.ts';
import { canDrawOver } from './live-block.ts';

export interface Progress {
  /** Says how far the work is, from 0 to 1. Cheap enough to be called often. */
  report(fraction: number): void;
  /** Takes the line off a terminal. */
  done(): void;
}

const patience = 2000;
const redrawEvery = 100;
const lineEvery = 10_000;

/** Begins to watch a piece of work; `label` is what is being done, as in `reading prices.csv`. */
export function startProgress(
  label: string,
  context: Pick<Context, 'stderr' | 'env' | 'now'>,
  { quiet }: { quiet: boolean },
): Progress {
  const started = context.now();
  const { stderr } = context;
  const isDrawnOver = canDrawOver(stderr, context.env);
  let next = started + (isDrawnOver ? patience : lineEvery);
  let drawn = false;
  // Progress is best effort: a stderr that is gone must not stop the work.
  const write = (text: string): void => void stderr.write(text).catch(() => {});
  return {
    report(fraction) {
      const now = context.now();
      if (quiet || now < next) return;
      const elapsed = now - started;
      const percent = Math.floor(100 * Math.min(1, Math.max(0, fraction)));
      const left =
        fraction > 0 ? `, ${formatDuration((elapsed * (1 - fraction)) / fraction)} left` : '';
      if (isDrawnOver) {
        write(`\r\u001b[K${label} ${percent}%${left}`);
        drawn = true;
        next = now + redrawEvery;
      } else {
        write(`${label} ${percent}% after ${formatDuration(elapsed)}${left}\n`);
        next = now + lineEvery;
      }
    },
    done() {
      if (drawn) write('\r\u001b[K');
      drawn = false;
    },
  };
}
