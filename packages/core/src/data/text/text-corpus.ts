/** A long text, cut by place into what is learnt from and what is not. Knows no tokenizer and no file. */

import { OptionError } from '../../errors.ts';

/** A text in two parts. */
export interface TextCorpus {
  /** Such as the file's. */
  readonly name: string;
  readonly train: string;
  /** What follows it, which no training sees. */
  readonly validation: string;
}

/**
 * Cuts a text, counted in code points: the last tenth is for validation, as is usual for tinyshakespeare.
 *
 * @throws OptionError for a share outside (0, 1), and where a part would be empty
 * @example
 * const { train, validation } = splitText('tinyshakespeare', text); // 1,003,854 and 111,540 characters
 */
export function splitText(
  name: string,
  text: string,
  options: {
    /** Share of the text that is for validation. @default 0.1 */
    readonly validation?: number;
  } = {},
): TextCorpus {
  const { validation: share = 0.1 } = options;
  if (!(share > 0 && share < 1))
    throw new OptionError(
      'validation',
      `the share for validation is between 0 and 1; got ${share}`,
    );
  const characters = [...text];
  const place = Math.floor((1 - share) * characters.length);
  if (place < 1 || place >= characters.length)
    throw new OptionError(
      'validation',
      `${name} has ${characters.length} characters; both parts have one at least`,
    );
  const cut = characters.slice(0, place).join('').length;
  return { name, train: text.slice(0, cut), validation: text.slice(cut) };
}
