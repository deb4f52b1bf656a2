/** How far two arrays of numbers are apart. */

/** The largest difference of two values; infinite where there are not as many, or one is no number. */
export function worstDifference(seen: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (seen.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let k = 0; k < expected.length; k++) {
    const difference = Math.abs(seen[k]! - expected[k]!);
    worst =
      difference >= worst
        ? difference
        : Number.isNaN(difference)
          ? Number.POSITIVE_INFINITY
          : worst;
  }
  return worst;
}
