/** How often the classes come among samples, beside how often they should. */

import { OptionError } from '../../errors.ts';

/**
 * How often each class comes.
 * @param labels [count], each below `classes`
 */
export function classCounts(labels: Uint8Array, classes: number): Uint32Array {
  const counts = new Uint32Array(classes);
  for (const label of labels) {
    if (label >= classes)
      throw new OptionError('labels', `labels are below ${classes}, the classes; got ${label}`);
    counts[label] = counts[label]! + 1;
  }
  return counts;
}

/**
 * KL(samples || reference) of two histograms in nats: 0 where the shares are the same, infinite where samples have a class that
 * the reference lacks.
 *
 * @param samples how often each class comes among samples, [classes]
 * @param reference how often among real images, [classes]
 */
export function classDivergence(samples: ArrayLike<number>, reference: ArrayLike<number>): number {
  const shares = sharesOf(samples);
  const expected = sharesOf(reference);
  let divergence = 0;
  for (let k = 0; k < shares.length; k++)
    if (shares[k]! > 0) divergence += shares[k]! * Math.log(shares[k]! / expected[k]!);
  return Math.max(0, divergence);
}

/**
 * Labels that hold the classes as often as a histogram does, as near as whole numbers come (the largest remainders are
 * rounded up), in the order of the classes: what samples of a conditional model are asked for, so that their histogram has
 * no noise of drawing.
 *
 * @param counts a histogram, [classes]
 * @param count how many labels
 */
export function proportionalLabels(counts: ArrayLike<number>, count: number): Uint8Array {
  const wanted = sharesOf(counts).map((share) => share * count);
  const whole = wanted.map(Math.floor);
  const missing = count - whole.reduce((sum, each) => sum + each, 0);
  const byRemainder = wanted
    .map((each, label) => ({ label, remainder: each - Math.floor(each) }))
    .sort((a, b) => b.remainder - a.remainder || a.label - b.label);
  for (const { label } of byRemainder.slice(0, missing)) whole[label] = whole[label]! + 1;
  return Uint8Array.from(whole.flatMap((each, label) => new Array<number>(each).fill(label)));
}

function sharesOf(counts: ArrayLike<number>): number[] {
  const values = Array.from(counts);
  const total = values.reduce((sum, each) => sum + each, 0);
  return values.map((each) => each / total);
}
