/** Whether a generator has collapsed: images that are all alike, or of few classes. Looks at images, knows no model. */

import type { Position, WarningEvent } from '../../train/events.ts';

/** How varied images are. */
export interface Variety {
  /** Mean Euclidean distance between two of the images. */
  readonly distance: number;
  /** Mean distance of an image from the one nearest to it. */
  readonly nearest: number;
  /** How many classes have at least one image; null where classes were not given. */
  readonly classes: number | null;
  /**
   * Exponential of the entropy of the classes' histogram in nats: so many classes as if all came alike; null where classes
   * were not given.
   */
  readonly effectiveClasses: number | null;
}

/**
 * The variety of a batch. The same number of real images says what to expect: the nearest of few images is farther than that of
 * many.
 *
 * @param images [count, size], two or more
 * @param size numbers of an image
 * @param classes [count], what a classifier takes them for
 * @throws RangeError for fewer than two images, or a length that is no multiple of `size`
 */
export function varietyOf(
  images: Float32Array,
  size: number,
  classes: ArrayLike<number> | null = null,
): Variety {
  const count = images.length / size;
  if (!(Number.isInteger(count) && count >= 2))
    throw new RangeError(
      `the variety is that of two images or more of ${size} numbers each; got ${images.length} numbers`,
    );
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let total = 0;
  for (let a = 0; a < count; a++)
    for (let b = 0; b < a; b++) {
      const between = distance(images, a * size, b * size, size);
      total += between;
      nearest[a] = Math.min(nearest[a]!, between);
      nearest[b] = Math.min(nearest[b]!, between);
    }
  return {
    distance: total / ((count * (count - 1)) / 2),
    nearest: nearest.reduce((sum, each) => sum + each, 0) / count,
    ...classVariety(classes),
  };
}

/** What falls below these parts of the real images' variety has collapsed. */
export interface CollapseLimits {
  /** @default 0.5 */
  readonly distance?: number;
  /** @default 0.25 */
  readonly nearest?: number;
  /** @default 0.7 */
  readonly effectiveClasses?: number;
}

/**
 * What is wrong with the variety of generated images, in words; null where nothing is.
 *
 * @param seen of generated images
 * @param real of as many real ones
 */
export function findCollapse(
  seen: Variety,
  real: Variety,
  limits: CollapseLimits = {},
): string | null {
  const { distance = 0.5, nearest = 0.25, effectiveClasses = 0.7 } = limits;
  const told = (value: number) => value.toPrecision(3);
  if (!(seen.distance >= distance * real.distance))
    return `images are all alike: two of them differ by ${told(seen.distance)}, real ones by ${told(real.distance)}`;
  if (!(seen.nearest >= nearest * real.nearest))
    return `images repeat: each has another at ${told(seen.nearest)}, real ones at ${told(real.nearest)}`;
  if (seen.effectiveClasses === null || real.effectiveClasses === null) return null;
  if (!(seen.effectiveClasses >= effectiveClasses * real.effectiveClasses))
    return `classes are missing: there are as good as ${told(seen.effectiveClasses)}, real images have ${told(real.effectiveClasses)}`;
  return null;
}

/** The event that tells of a collapse, for a run's log and whoever watches it; null where there is nothing to tell. */
export function collapseWarning(
  seen: Variety,
  real: Variety,
  { step, epoch }: Position,
  limits: CollapseLimits = {},
): WarningEvent | null {
  const found = findCollapse(seen, real, limits);
  if (found === null) return null;
  const message = `the generator has collapsed: ${found}. Go back to an earlier checkpoint with a smaller learning rate, or begin with another seed`;
  return { kind: 'warning', step, epoch, code: 'COLLAPSE', message };
}

function classVariety(
  classes: ArrayLike<number> | null,
): Pick<Variety, 'classes' | 'effectiveClasses'> {
  if (classes === null) return { classes: null, effectiveClasses: null };
  const counts = new Map<number, number>();
  for (let k = 0; k < classes.length; k++)
    counts.set(classes[k]!, (counts.get(classes[k]!) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / classes.length);
  const entropy = -shares.reduce((sum, share) => sum + share * Math.log(share), 0);
  return { classes: counts.size, effectiveClasses: Math.exp(entropy) };
}

function distance(images: Float32Array, a: number, b: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += (images[a + k]! - images[b + k]!) ** 2;
  return Math.sqrt(sum);
}
