/** The k likeliest tokens. */

/** Bans what scores below the `count`-th best; ties with that stay. */
export function keepTopK(scores: Float32Array, count: number): void {
  if (count >= scores.length) return;
  const least = nthBest(scores, count);
  for (let token = 0; token < scores.length; token++)
    if (scores[token]! < least) scores[token] = Number.NEGATIVE_INFINITY;
}

/** The `count`-th best score, the best one being the first. */
export function nthBest(scores: Float32Array, count: number): number {
  const best = new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
  for (const score of scores) {
    if (!(score > best[count - 1]!)) continue;
    let place = count - 1;
    for (; place > 0 && score > best[place - 1]!; place--) best[place] = best[place - 1]!;
    best[place] = score;
  }
  return best[count - 1]!;
}
