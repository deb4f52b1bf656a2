/** When a training stops before its last step: at Ctrl-C, or when its time is up. Lets the event loop in, so that either is heard. */

import { takeTurn } from '../breathe.ts';
import type { Context } from '../context.ts';

/** How often the event loop is let in, in milliseconds. */
const breathEvery = 50;

/** Watches one training. */
export class TrainingClock {
  /** Aborted by Ctrl-C or at the end of the time. */
  readonly signal: AbortSignal;
  readonly #now: () => number;
  readonly #timeUp = new AbortController();
  readonly #started: number;
  readonly #end: number;
  #breathed: number;

  /** @param minutes how long, from now; null for no end */
  constructor({ signal, now }: Pick<Context, 'signal' | 'now'>, minutes: number | null) {
    this.signal = AbortSignal.any([signal, this.#timeUp.signal]);
    this.#now = now;
    this.#started = now();
    this.#end = minutes === null ? Number.POSITIVE_INFINITY : this.#started + 60_000 * minutes;
    this.#breathed = this.#started;
  }

  /** Seconds since it was made. */
  get seconds(): number {
    return (this.#now() - this.#started) / 1000;
  }

  /** To be called now and then between steps. */
  async tick(): Promise<void> {
    const now = this.#now();
    if (now >= this.#end) this.#timeUp.abort();
    if (now - this.#breathed < breathEvery) return;
    await takeTurn();
    this.#breathed = this.#now();
  }
}
