/** A training that Ctrl-C stopped, its state saved. Exit code 130. */

import type { Context } from '../context.ts';
import type { ImageKind } from '../images/image-task.ts';
import { shellQuote } from '../paste.ts';

/** Says how to go on. */
export class Interrupted extends Error {
  // What an aborted signal throws, and what stands for it in exit-codes.ts.
  override readonly name = 'AbortError';
  readonly code = 'INTERRUPTED';
  /** The command that goes on. */
  readonly hint: string;

  constructor(run: string, kind: ImageKind, step: number, { program }: Pick<Context, 'program'>) {
    super(
      step === 0
        ? 'interrupted before the first step'
        : `interrupted at step ${step}, which is saved in ${run}`,
    );
    const words = [program, 'train', kind, '--resume', shellQuote(run)];
    this.hint = `${words.join(' ')} ${step === 0 ? 'begins it again' : 'goes on from there'}`;
  }
}
