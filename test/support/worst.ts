/** The largest relative error of each quantity over many cases, to be printed and judged. */

export class WorstErrors {
  readonly #worst = new Map<string, { error: number; where: string }>();

  /** Notes |actual - expected| / |expected| (or / `scale`). */
  note(quantity: string, where: string, actual: number, expected: number, scale = expected): void {
    const distance = Math.abs(actual - expected);
    const error = distance === 0 ? 0 : distance / Math.abs(scale);
    this.noteError(quantity, where, error);
  }

  /** Notes an error that was measured elsewhere; NaN counts as infinitely wrong. */
  noteError(quantity: string, where: string, measured: number): void {
    const error = Number.isNaN(measured) ? Number.POSITIVE_INFINITY : measured;
    if (error >= (this.#worst.get(quantity)?.error ?? 0))
      this.#worst.set(quantity, { error, where });
  }

  /** Largest error of a quantity; fails where it was never noted, since that is no test. */
  of(quantity: string): number {
    const worst = this.#worst.get(quantity);
    if (!worst) throw new Error(`${quantity} was never compared`);
    return worst.error;
  }

  /** A line a quantity, for people. */
  toString(): string {
    return [...this.#worst]
      .map(
        ([quantity, { error, where }]) =>
          `${quantity.padEnd(14)} ${error.toExponential(1)}  ${where}`,
      )
      .join('\n');
  }
}
