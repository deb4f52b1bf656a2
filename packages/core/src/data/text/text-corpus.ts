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
  const { characters } = walk(text, Number.POSITIVE_INFINITY);
  const place = Math.floor((1 - share) * characters);
  if (place < 1 || place >= characters)
    throw new OptionError(
      'validation',
      `${name} has ${characters} characters; both parts have one at least`,
    );
  const { units } = walk(text, place);
  return { name, train: text.slice(0, units), validation: text.slice(units) };
}

/** Goes over so many characters at most, and counts them and their units of UTF-16; nothing is copied, however long the text. */
function walk(text: string, most: number): { characters: number; units: number } {
  let characters = 0;
  let units = 0;
  for (; characters < most && units < text.length; characters++)
    units += text.codePointAt(units)! > 0xffff ? 2 : 1;
  return { characters, units };
}
