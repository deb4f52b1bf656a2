/** The best few of many scores that are offered one by one. Of equal ones those that came first are better. */

/** A row with a token appended. */
export interface Candidate {
  /** Sum of log-probabilities, the token's included. */
  readonly score: number;
  /** Which of the beams it goes on from. */
  readonly beam: number;
  readonly token: number;
}

/** Keeps the `capacity` best. */
export class BestCandidates {
  readonly #capacity: number;
  readonly #kept: Candidate[] = [];
  #worst = Number.NEGATIVE_INFINITY;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Offers `added + scores[token]` for every token; what is -infinity is no candidate. */
  offerRow(scores: Float32Array, added: number, beam: number): void {
    let worst = this.#worst;
    for (let token = 0; token < scores.length; token++) {
      const score = Math.fround(scores[token]! + added);
      if (score <= worst) continue;
      this.#insert({ score, beam, token });
      worst = this.#worst;
    }
  }

  /** Best first. */
  list(): Candidate[] {
    return this.#kept;
  }

  #insert(candidate: Candidate): void {
    let place = this.#kept.length;
    while (place > 0 && candidate.score > this.#kept[place - 1]!.score) place--;
    this.#kept.splice(place, 0, candidate);
    if (this.#kept.length > this.#capacity) this.#kept.pop();
    if (this.#kept.length === this.#capacity) this.#worst = this.#kept.at(-1)!.score;
  }
}
