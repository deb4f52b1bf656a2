/** Lines at the bottom of a terminal that are drawn over again and again. Knows nothing of what they say. */

import type { Context, OutputStream } from '../context.ts';

const ESC = String.fromCharCode(27);

/** Whether what stands on a stream can be drawn over: on a terminal that knows how to move its cursor. */
export function canDrawOver(
  { isTTY }: Pick<OutputStream, 'isTTY'>,
  { TERM }: Context['env'],
): boolean {
  return isTTY && TERM !== 'dumb';
}

/** A block of lines on stderr, which must be such a terminal. */
export class LiveBlock {
  readonly #stderr: Context['stderr'];
  #drawn = 0;

  constructor({ stderr }: Pick<Context, 'stderr'>) {
    this.#stderr = stderr;
  }

  /** Draws the lines in the place of those drawn before. Each must fit the width, or the terminal breaks it; all of them, and the cursor's line below, the height, or it scrolls. */
  draw(lines: readonly string[]): void {
    const text = lines.map((line) => `${ESC}[K${line}\n`).join('');
    this.#write(`${this.#back()}${text}${ESC}[J`);
    this.#drawn = lines.length;
  }

  /** Takes the block away. */
  clear(): void {
    if (this.#drawn > 0) this.#write(`${this.#back()}${ESC}[J`);
    this.#drawn = 0;
  }

  /** To the first of the lines. */
  #back(): string {
    return this.#drawn === 0 ? '\r' : `\r${ESC}[${this.#drawn}A`;
  }

  /** What is shown on the way is best effort: a stderr that is gone must not stop the work. */
  #write(text: string): void {
    void this.#stderr.write(text).catch(() => {});
  }
}
