/** Half-precision numbers, against their definition in exact arithmetic: every one of the 65,536, and the points between. */

import { decodeBfloat16, decodeFloat16, encodeBfloat16, encodeFloat16 } from '@ferrogen/core/io';
import { describe, expect, test } from 'vitest';

const all = Uint16Array.from({ length: 65536 }, (_, bits) => bits);

/** The number of some bits, out of the definition: doubles hold it and all sums below exactly. */
function numberOf(bits: number, exponentBits: number): number {
  const fractionBits = 15 - exponentBits;
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits & 0x7fff) >> fractionBits;
  const fraction = (bits & ((1 << fractionBits) - 1)) / 2 ** fractionBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 2 * bias + 1)
    return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0
    ? sign * fraction * 2 ** (1 - bias)
    : sign * (1 + fraction) * 2 ** (exponent - bias);
}

describe.each([
  ['Float16', 5, decodeFloat16, encodeFloat16],
  ['Bfloat16', 8, decodeBfloat16, encodeBfloat16],
] as const)('%s', (_, exponentBits, decode, encode) => {
  test('decodes every number as defined, and encodes it back', () => {
    const values = decode(all);
    const back = encode(values);
    for (const bits of all) {
      const expected = numberOf(bits, exponentBits);
      if (!Object.is(values[bits], expected))
        expect([bits, values[bits]]).toEqual([bits, expected]);
      if (Number.isNaN(expected)) {
        if (!Number.isNaN(decode(back.subarray(bits, bits + 1))[0])) expect(bits).toBe('a NaN');
      } else if (back[bits] !== bits) expect(back[bits]).toBe(bits);
    }
  });

  test('rounds to the nearest, ties to the even, and overflows to infinity', () => {
    const infinite = ((1 << exponentBits) - 1) << (15 - exponentBits);
    for (let bits = 0; bits < infinite; bits++) {
      const low = numberOf(bits, exponentBits);
      // What would be the next number, were there no infinity.
      const high =
        bits + 1 === infinite
          ? 2 * low - numberOf(bits - 1, exponentBits)
          : numberOf(bits + 1, exponentBits);
      const middle = Math.fround((low + high) / 2);
      if (middle !== (low + high) / 2) continue; // no float32: below BF16's subnormals there is none
      const even = bits % 2 === 0 ? bits : bits + 1;
      const step = new Uint32Array(Float32Array.of(middle).buffer)[0]!;
      const [below, above] = new Float32Array(Uint32Array.of(step - 1, step + 1).buffer);
      const seen = [...encode(Float32Array.of(below!, middle, above!, -middle))];
      const expected = [bits, even, bits + 1, even | 0x8000];
      if (seen.some((value, k) => value !== expected[k]))
        expect([bits, ...seen]).toEqual([bits, ...expected]);
    }
    expect([...encode(Float32Array.of(3.4e38, Number.NEGATIVE_INFINITY))]).toEqual([
      infinite,
      infinite | 0x8000,
    ]);
  });
});
