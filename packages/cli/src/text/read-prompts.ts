/** Prompts as they were typed to tokens, and to what is shown of them. */

import type { Tokenizer } from '@ferrogen/core/text';
import { emptyPrompt, type Prompts } from '../commands/generate.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { openInput } from '../input/read-input.ts';
import type { OpenedTextModel } from './open-text-model.ts';

/** One prompt. */
export interface ReadPrompt {
  readonly tokens: Int32Array;
  /** Its text, or its tokens where there is no tokenizer. */
  readonly shown: string;
}

/**
 * Reads prompts; the text of stdin is taken without the line end that closes it.
 *
 * @throws UsageError for texts where the model has no tokenizer, or without a character
 * @throws TokenizerError for a text that its tokens cannot say
 */
export async function readPrompts(
  prompts: Prompts,
  { tokenizer, path }: Pick<OpenedTextModel, 'tokenizer' | 'path'>,
  context: Context,
): Promise<readonly ReadPrompt[]> {
  if ('tokens' in prompts)
    return prompts.tokens.map((ids) => ({
      tokens: Int32Array.from(ids),
      shown: shownAs(ids, tokenizer),
    }));
  if (tokenizer === null)
    throw new UsageError(
      `${path} has no tokenizer.json, so it reads tokens alone`,
      '--input-ids 3,1,4 names them',
    );
  const read: ReadPrompt[] = [];
  for (const word of prompts.texts) {
    const text = word === '-' ? await textOfStdin(context) : word;
    if (text === '') throw emptyPrompt();
    read.push({ tokens: tokenizer.encode(text), shown: text });
  }
  return read;
}

/** Tokens as text, or as their numbers where there is no tokenizer, or where they are none of its tokens. */
export function shownAs(tokens: ArrayLike<number>, tokenizer: Tokenizer | null): string {
  const ids = Array.from(tokens);
  if (tokenizer === null || ids.some((id) => id >= tokenizer.vocabSize)) return ids.join(' ');
  return tokenizer.decode(ids);
}

async function textOfStdin(context: Context): Promise<string> {
  const { bytes } = await openInput('-', context);
  return new TextDecoder().decode(bytes!).replace(/\r?\n$/, '');
}
