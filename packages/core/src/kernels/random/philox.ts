/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3" (2011). A pure function: nothing here has a state.
 */

const MULTIPLIER_EVEN = 0xd2511f53;
const MULTIPLIER_ODD = 0xcd9e8d57;
const KEY_STEP_0 = 0x9e3779b9;
const KEY_STEP_1 = 0xbb67ae85;
const ROUNDS = 10;

/** Four words of 32 bits, unsigned. */
export type Words4 = [number, number, number, number];

/** The four random words that belong to a counter under a key. */
export function philox4x32(counter: Readonly<Words4>, key: readonly [number, number]): Words4 {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const evenHigh = multiplyHigh(MULTIPLIER_EVEN, c0);
    const evenLow = Math.imul(MULTIPLIER_EVEN, c0);
    const oddHigh = multiplyHigh(MULTIPLIER_ODD, c2);
    const oddLow = Math.imul(MULTIPLIER_ODD, c2);
    c0 = (oddHigh ^ c1 ^ k0) >>> 0;
    c1 = oddLow >>> 0;
    c2 = (evenHigh ^ c3 ^ k1) >>> 0;
    c3 = evenLow >>> 0;
    k0 = (k0 + KEY_STEP_0) >>> 0;
    k1 = (k1 + KEY_STEP_1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The upper 32 bits of the product of two unsigned words, by halves that doubles hold exactly. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000);
}
