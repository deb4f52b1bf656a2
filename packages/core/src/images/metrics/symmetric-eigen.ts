/**
 * Eigenvalues and eigenvectors of a symmetric matrix in doubles, by Jacobi's rotations: slow beside what libraries do, exact
 * to the last bits, and small enough to be read. Made for the 128 x 128 of a Frechet distance.
 */

/** Sweeps after which it stops; matrices of a few hundred rows need about ten. */
const MOST_SWEEPS = 60;

/** What a symmetric matrix is made of: A = V diag(values) V^T. */
export interface SymmetricEigen {
  /** Eigenvalues in no order, [size]. */
  readonly values: Float64Array;
  /** [size, size]; row k is the eigenvector of value k, of length 1. */
  readonly vectors: Float64Array;
}

/**
 * Golub & Van Loan, "Matrix Computations" (4th edition, 2013), section 8.5.3: cyclic sweeps over all pairs of rows, each pair
 * rotated so that its element off the diagonal vanishes, until all of them have.
 *
 * @param matrix [size, size], symmetric; the upper triangle is what counts
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const a = symmetric(matrix, size); // [size, size]
  const vectors = new Float64Array(size * size); // [size, size]
  for (let k = 0; k < size; k++) vectors[k * size + k] = 1;
  const negligible = Number.EPSILON * Number.EPSILON * squares(a);
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, size) > negligible; sweep++)
    for (let p = 0; p < size - 1; p++)
      for (let q = p + 1; q < size; q++) {
        const apq = a[p * size + q]!;
        if (apq === 0) continue;
        const tau = (a[q * size + q]! - a[p * size + p]!) / (2 * apq);
        const t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau));
        const c = 1 / Math.hypot(1, t);
        rotateRows(a, size, p, q, c, t * c);
        rotateColumns(a, size, p, q, c, t * c);
        rotateRows(vectors, size, p, q, c, t * c);
        a[p * size + q] = 0;
        a[q * size + p] = 0;
      }
  return { values: Float64Array.from({ length: size }, (_, k) => a[k * size + k]!), vectors };
}

function symmetric(matrix: Float64Array, size: number): Float64Array {
  const copy = matrix.slice(0, size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < row; column++)
      copy[row * size + column] = copy[column * size + row]!;
  return copy;
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++)
    for (let column = row + 1; column < size; column++) sum += a[row * size + column]! ** 2;
  return 2 * sum;
}

/** Rows p and q become c p - s q and s p + c q. */
function rotateRows(m: Float64Array, size: number, p: number, q: number, c: number, s: number) {
  for (let k = 0; k < size; k++) {
    const x = m[p * size + k]!;
    const y = m[q * size + k]!;
    m[p * size + k] = c * x - s * y;
    m[q * size + k] = s * x + c * y;
  }
}

function rotateColumns(m: Float64Array, size: number, p: number, q: number, c: number, s: number) {
  for (let k = 0; k < size; k++) {
    const x = m[k * size + p]!;
    const y = m[k * size + q]!;
    m[k * size + p] = c * x - s * y;
    m[k * size + q] = s * x + c * y;
  }
}
