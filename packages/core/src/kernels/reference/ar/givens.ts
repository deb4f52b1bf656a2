/**
 * Least squares by Givens rotations, a row at a time: the triangle R of X = QR grows with each row and nothing of the
 * length of the data is kept. As accurate as Householder's QR of the whole matrix
 * (Gentleman, "Least squares computations by Givens transformations without square roots", 1973).
 */

export class GivensTriangle {
  /** Regressors and, last, the regressand. */
  readonly size: number;
  /** Upper triangle, row-major, [size, size]. */
  readonly #r: Float64Array;

  constructor(regressors: number) {
    this.size = regressors + 1;
    this.#r = new Float64Array(this.size * this.size);
  }

  at(row: number, column: number): number {
    return this.#r[row * this.size + column]!;
  }

  /** Rotates a row (regressors, then regressand) into the triangle; the row is used up. */
  add(row: Float64Array): void {
    const { size } = this;
    const r = this.#r;
    for (let k = 0; k < size; k++) {
      const incoming = row[k]!;
      if (incoming === 0) continue;
      const pivot = r[k * size + k]!;
      const length = Math.hypot(pivot, incoming);
      const cosine = pivot / length;
      const sine = incoming / length;
      r[k * size + k] = length;
      for (let j = k + 1; j < size; j++) {
        const above = r[k * size + j]!;
        r[k * size + j] = cosine * above + sine * row[j]!;
        row[j] = cosine * row[j]! - sine * above;
      }
    }
  }

  /** Squared length of a column of the data. */
  columnSquare(column: number): number {
    let square = 0;
    for (let row = 0; row <= column; row++) square += this.at(row, column) ** 2;
    return square;
  }

  /** Sum of squares that the first `count` regressors leave of the regressand. */
  restAfter(count: number): number {
    let square = 0;
    for (let row = count; row < this.size; row++) square += this.at(row, this.size - 1) ** 2;
    return square;
  }

  /** Coefficients of least squares; every pivot must be positive. */
  solve(): Float64Array {
    const n = this.size - 1;
    const solution = new Float64Array(n);
    for (let row = n - 1; row >= 0; row--) {
      let value = this.at(row, n);
      for (let k = row + 1; k < n; k++) value -= this.at(row, k) * solution[k]!;
      solution[row] = value / this.at(row, row);
    }
    return solution;
  }

  /** The inverse of the regressors' triangle, upper, row-major [n, n]: (X'X)^-1 is this times its transpose. */
  inverse(): Float64Array {
    const n = this.size - 1;
    const inverse = new Float64Array(n * n);
    for (let column = 0; column < n; column++) {
      inverse[column * n + column] = 1 / this.at(column, column);
      for (let row = column - 1; row >= 0; row--) {
        let value = 0;
        for (let k = row + 1; k <= column; k++) value -= this.at(row, k) * inverse[k * n + column]!;
        inverse[row * n + column] = value / this.at(row, row);
      }
    }
    return inverse;
  }
}
