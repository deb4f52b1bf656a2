/** One text on a terminal as its tokens settle, its prompt in front. */

import type { Context } from '../context.ts';
import type { CommonOptions } from '../options/common.ts';
import { onTerminal } from '../render/generated-texts.ts';
import { styleOf } from '../render/style.ts';
import type { SettledTokens } from './run-generation.ts';

/** Writes to stdout, which must be a terminal. */
export class TextStreamView {
  readonly #prompt: string;
  readonly #stdout: Context['stdout'];
  #isBegun = false;

  constructor(
    prompt: string,
    { stdout, env }: Pick<Context, 'stdout' | 'env'>,
    common: Pick<CommonOptions, 'color'>,
  ) {
    this.#prompt = styleOf(stdout, env, common).colors.dim(onTerminal(prompt));
    this.#stdout = stdout;
  }

  /** Tokens that came, or their numbers where they are no text. */
  async push({ tokens, text }: SettledTokens): Promise<void> {
    const said = text ?? [...tokens].map((token) => ` ${token}`).join('');
    await this.#stdout.write(`${this.#isBegun ? '' : this.#prompt}${onTerminal(said)}`);
    this.#isBegun = true;
  }

  /** Ends the line. */
  async end(): Promise<void> {
    if (this.#isBegun) await this.#stdout.write('\n');
  }
}
