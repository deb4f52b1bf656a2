/**
 * Phrases that a hypothesis must hold: how much of them a sequence has met, and which tokens meet more. In the spirit of Post & Vilar, "Fast
 * lexically constrained decoding with dynamic beam allocation" (2018).
 */

/** A phrase to be met: any one of its alternatives. */
export type Phrase = readonly (readonly number[])[];

/** What a sequence has met. A value: `extend` makes another. */
export interface PhraseProgress {
  /** For each phrase whether it is met. */
  readonly met: readonly boolean[];
  /** Generated tokens since the last phrase was met. */
  readonly tail: readonly number[];
}

/** Nothing met. */
export function noProgress(phrases: readonly Phrase[]): PhraseProgress {
  return { met: phrases.map(() => false), tail: [] };
}

/** The progress with one more token. A token ends one phrase at most, the first of those that it could. */
export function extend(
  phrases: readonly Phrase[],
  progress: PhraseProgress,
  token: number,
): PhraseProgress {
  if (isComplete(progress)) return progress;
  const { met, tail } = progress;
  const longer = [...tail, token];
  const ended = phrases.findIndex(
    (phrase, index) =>
      !met[index] && phrase.some((words) => overlap(longer, words) === words.length),
  );
  if (ended < 0) return { met, tail: longer };
  return { met: met.map((isMet, index) => isMet || index === ended), tail: [] };
}

/** Whether every phrase is met. */
export function isComplete({ met }: PhraseProgress): boolean {
  return met.every((isMet) => isMet);
}

/** Tokens of phrases that the sequence has met: whole ones, and what its end has of another. */
export function tokensMet(phrases: readonly Phrase[], progress: PhraseProgress): number {
  let whole = 0;
  phrases.forEach((phrase, index) => {
    if (progress.met[index]) whole += Math.max(...phrase.map((words) => words.length));
  });
  return whole + longestOverlap(phrases, progress);
}

/** The tokens that meet one more, ascending: of the alternatives that the end of the sequence has most of. */
export function nextTokens(phrases: readonly Phrase[], progress: PhraseProgress): number[] {
  const longest = longestOverlap(phrases, progress);
  const next = pending(phrases, progress)
    .filter((words) => overlap(progress.tail, words) === longest)
    .map((words) => words[longest]!);
  return [...new Set(next)].sort((a, b) => a - b);
}

function longestOverlap(phrases: readonly Phrase[], progress: PhraseProgress): number {
  return Math.max(0, ...pending(phrases, progress).map((words) => overlap(progress.tail, words)));
}

function pending(phrases: readonly Phrase[], { met }: PhraseProgress): (readonly number[])[] {
  return phrases.filter((_, index) => !met[index]).flat();
}

/** The largest number of tokens that end `tail` and begin `words`. */
function overlap(tail: readonly number[], words: readonly number[]): number {
  for (let count = Math.min(tail.length, words.length); count > 0; count--)
    if (words.slice(0, count).every((word, i) => word === tail[tail.length - count + i]))
      return count;
  return 0;
}
