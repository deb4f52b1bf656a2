/** Names, or other short texts, a line each, and the categories that they are of. Knows no tokenizer and no file. */

import { OptionError } from '../../errors.ts';
import { fillUniform } from '../../kernels/random/stream.ts';

/** Names and their categories. */
export interface NameSet {
  readonly names: readonly string[];
  /** What names are of, for example languages; empty where they are of none. */
  readonly categories: readonly string[];
  /** The category of each name, by its place in `categories`; null where there are none. */
  readonly labels: Int32Array | null;
}

/** A list of names, a line each, and what they are of. */
export interface NameList {
  /** Null where the names are of no category: then it is the only list. */
  readonly category: string | null;
  readonly text: string;
}

/**
 * Reads lists of names. Blanks around a name and empty lines are passed over; characters are as they are, but that an accent joins its
 * letter where Unicode has one character for both (NFC).
 *
 * @throws OptionError where there is no name, or several lists and one without a category
 * @example
 * const set = nameSetOf([{ category: 'Irish', text: 'Adam\nAhearn\n' }, { category: 'Greek', text: 'Adamidis\n' }]);
 */
export function nameSetOf(lists: readonly NameList[]): NameSet {
  const isPlain = lists.length === 1 && lists[0]!.category === null;
  if (!isPlain && lists.some(({ category }) => category === null))
    throw new OptionError('category', 'of several lists of names each is of a category');
  const read = lists.map(({ text }) =>
    text
      .normalize('NFC')
      .split(/\r\n|[\n\r]/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  const names = read.flat();
  if (names.length === 0) throw new OptionError('lists', 'there is no name in these lists');
  if (isPlain) return { names, categories: [], labels: null };
  return {
    names,
    categories: lists.map(({ category }) => category!),
    labels: Int32Array.from(read.flatMap((each, label) => each.map(() => label))),
  };
}

/** All characters of the names, each once, in the order of code points. */
export function alphabetOf({ names }: NameSet): string {
  const codePoints = [...new Set(names.join(''))].map((character) => character.codePointAt(0)!);
  return String.fromCodePoint(...codePoints.sort((one, other) => one - other));
}

/** Names in three parts. */
export interface SplitNames {
  readonly train: NameSet;
  readonly validation: NameSet;
  readonly test: NameSet;
}

/**
 * Deals names out at random: a tenth each for validation and test, the rest to train on. A name that is there more than once, as a name of
 * several languages is, has all its copies in one part.
 *
 * @param random the source; the same one gives the same parts
 * @throws OptionError where a part would be empty
 */
export function splitNames(
  set: NameSet,
  random: { readonly key: readonly [number, number] },
): SplitNames {
  const different = [...new Set(set.names)];
  const drawn = new Float64Array(different.length);
  fillUniform(random.key, 0, drawn);
  const tenths = new Map(different.map((name, k) => [name, Math.floor(10 * drawn[k]!)]));
  const part = (what: string, has: (tenth: number) => boolean): NameSet => {
    const ids = [...set.names.keys()].filter((id) => has(tenths.get(set.names[id]!)!));
    if (ids.length === 0)
      throw new OptionError(
        'names',
        `${different.length} names are too few: none is left for ${what}`,
      );
    return {
      names: ids.map((id) => set.names[id]!),
      categories: set.categories,
      labels: set.labels && Int32Array.from(ids, (id) => set.labels![id]!),
    };
  };
  return {
    train: part('training', (tenth) => tenth < 8),
    validation: part('validation', (tenth) => tenth === 8),
    test: part('test', (tenth) => tenth === 9),
  };
}
