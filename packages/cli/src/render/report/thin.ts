/** Long series for small pictures: what cannot be told apart is not drawn twice. */

export type Point = readonly [x: number, y: number];

/**
 * The series as lines without gaps, x being the index. Where several values share a column of the picture its smallest and
 * largest stay, in their order, so that the outline is that of the whole series.
 */
export function thinSeries(values: ArrayLike<number>, columns: number): Point[][] {
  const stretches = Math.min(columns, values.length);
  const edge = (stretch: number): number => Math.floor((stretch * values.length) / stretches);
  const lines: Point[][] = [];
  let line: Point[] = [];
  const finish = (): void => {
    if (line.length > 0) lines.push(line);
    line = [];
  };
  for (let stretch = 0; stretch < stretches; stretch++) {
    let low = -1;
    let high = -1;
    let gap = false;
    for (let i = edge(stretch); i < edge(stretch + 1); i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) {
        gap = true;
      } else {
        if (low < 0 || value < values[low]!) low = i;
        if (high < 0 || value > values[high]!) high = i;
      }
    }
    if (gap && low < 0) finish();
    for (const i of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
      if (i >= 0) line.push([i, values[i]!]);
    }
    if (gap) finish();
  }
  finish();
  return lines;
}

/** At most about `count` of the ranks 0..n-1: every one at both ends, where tails are judged, evenly between. */
export function thinRanks(n: number, count: number): number[] {
  if (n <= count) return Array.from({ length: n }, (_, rank) => rank);
  const ends = Math.floor(count / 4);
  const step = (n - 2 * ends) / (count - 2 * ends);
  const ranks: number[] = [];
  for (let rank = 0; rank < n; rank++) {
    const last = ranks.at(-1) ?? -1;
    if (rank < ends || rank >= n - ends || rank - last >= step) ranks.push(rank);
  }
  return ranks;
}
