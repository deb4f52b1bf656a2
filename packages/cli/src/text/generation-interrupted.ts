/** Text that Ctrl-C stopped, what there was of it shown. Exit code 130. */
export class GenerationInterrupted extends Error {
  // What an aborted signal throws, and what stands for it in exit-codes.ts.
  override readonly name = 'AbortError';
  readonly code = 'INTERRUPTED';

  constructor(steps: number) {
    super(`interrupted after ${steps} ${steps === 1 ? 'step' : 'steps'}`);
  }
}
