/**
 * Byte pair encoding: Sennrich, Haddow & Birch, "Neural machine translation of rare words with subword units" (2016), algorithm 1, in time
 * that grows with n log n. Knows no text: symbols in, symbols out.
 */

/** The rank of a pair of neighbours, which is the symbol that they become; -1 where they stay apart. */
export type RankOfPair = (left: number, right: number) => number;

/**
 * Merges the neighbours of lowest rank, all of them from left to right, until no pair has a rank.
 *
 * Places wait under the rank of the pair that begins there, so no place is looked at but when it or its neighbour changes.
 */
export function mergePairs(symbols: Int32Array, rankOf: RankOfPair): Int32Array {
  const count = symbols.length;
  const symbol = symbols.slice();
  const next = Int32Array.from({ length: count }, (_, place) => place + 1);
  const previous = Int32Array.from({ length: count }, (_, place) => place - 1);
  const waiting = new Map<number, number[]>();
  const ranks = new RankHeap();
  const rankAt = (place: number) =>
    next[place]! < count ? rankOf(symbol[place]!, symbol[next[place]!]!) : -1;
  const wait = (place: number) => {
    const rank = rankAt(place);
    if (rank < 0) return;
    const places = waiting.get(rank);
    if (places !== undefined) places.push(place);
    else {
      waiting.set(rank, [place]);
      ranks.push(rank);
    }
  };
  for (let place = 0; place < count; place++) wait(place);
  for (let rank = ranks.pop(); rank >= 0; rank = ranks.pop()) {
    const places = Int32Array.from(waiting.get(rank)!).sort();
    waiting.delete(rank);
    for (const place of places) {
      // The pair may be gone by now: its first half merged to the left (its symbol is -1), or either one changed.
      if (symbol[place]! < 0 || rankAt(place) !== rank) continue;
      const right = next[place]!;
      symbol[place] = rank;
      symbol[right] = -1;
      next[place] = next[right]!;
      if (next[place]! < count) previous[next[place]!] = place;
      if (previous[place]! >= 0) wait(previous[place]!);
      wait(place);
    }
  }
  return symbol.filter((each) => each >= 0);
}

/** A heap of whole numbers, the least on top. */
class RankHeap {
  readonly #values: number[] = [];

  push(value: number): void {
    const values = this.#values;
    let at = values.length;
    values.push(value);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (values[above]! <= value) break;
      values[at] = values[above]!;
      at = above;
    }
    values[at] = value;
  }

  /** The least, taken away; -1 where there is none. */
  pop(): number {
    const values = this.#values;
    const least = values[0];
    if (least === undefined) return -1;
    const last = values.pop()!;
    if (values.length === 0) return least;
    let at = 0;
    for (let below = 1; below < values.length; below = 2 * at + 1) {
      if (below + 1 < values.length && values[below + 1]! < values[below]!) below += 1;
      if (values[below]! >= last) break;
      values[at] = values[below]!;
      at = below;
    }
    values[at] = last;
    return least;
  }
}
