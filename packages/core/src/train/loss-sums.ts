/** Sums of losses by name, and their means. */

import type { LossValues } from './events.ts';

/** Adds losses up. The sums are doubles, taken in the order of the calls. */
export class LossSums {
  readonly #sums = new Map<string, number>();
  #count: number;

  /**
   * @param sums where to begin @default nothing
   * @param count of how many additions those are the sums @default 0
   */
  constructor(sums: LossValues = {}, count = 0) {
    for (const [name, sum] of Object.entries(sums)) this.#sums.set(name, sum);
    this.#count = count;
  }

  add(losses: LossValues): void {
    for (const [name, value] of Object.entries(losses))
      this.#sums.set(name, (this.#sums.get(name) ?? 0) + value);
    this.#count++;
  }

  get sums(): LossValues {
    return Object.fromEntries(this.#sums);
  }

  get means(): LossValues {
    return Object.fromEntries([...this.#sums].map(([name, sum]) => [name, sum / this.#count]));
  }
}
