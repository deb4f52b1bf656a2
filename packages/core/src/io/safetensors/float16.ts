/**
 * Half-precision numbers as bits: IEEE 754 binary16 (F16: 5 bits of exponent, 10 of fraction) and bfloat16 (BF16: the upper
 * half of a float32). Encoding rounds to the nearest, ties to the even one; NaN stays NaN, too large becomes infinite.
 */

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** Numbers of F16 bits, exact. */
export function decodeFloat16(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  const words = new Uint32Array(values.buffer);
  for (let k = 0; k < bits.length; k++) words[k] = float32BitsOfFloat16(bits[k]!);
  return values;
}

/** F16 bits of float32 numbers. */
export function encodeFloat16(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.length);
  new Float32Array(words.buffer).set(values);
  const bits = new Uint16Array(values.length);
  for (let k = 0; k < bits.length; k++) bits[k] = float16BitsOfFloat32(words[k]!);
  return bits;
}

/** Numbers of BF16 bits, exact. */
export function decodeBfloat16(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  const words = new Uint32Array(values.buffer);
  for (let k = 0; k < bits.length; k++) words[k] = bits[k]! << 16;
  return values;
}

/** BF16 bits of float32 numbers. */
export function encodeBfloat16(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.length);
  new Float32Array(words.buffer).set(values);
  const bits = new Uint16Array(values.length);
  for (let k = 0; k < bits.length; k++) {
    const word = words[k]!;
    const notANumber = (word & 0x7fffffff) > 0x7f800000;
    // A NaN keeps its upper half, with the bit set that keeps it a NaN.
    bits[k] = notANumber ? (word >>> 16) | 0x40 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  }
  return bits;
}

function float32BitsOfFloat16(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  // Subnormal: multiples of 2^-24, all of them normal in float32.
  scratch[0] = fraction * 2 ** -24;
  return sign | scratchBits[0]!;
}

function float16BitsOfFloat32(word: number): number {
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00 | ((magnitude >>> 13) & 0x1ff);
  // 65520 and above round to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Below 2^-14: adding 0.5, whose last bit is worth 2^-24, makes float32 itself round to the subnormals.
    scratchBits[0] = magnitude;
    scratch[0] = scratch[0]! + 0.5;
    return sign | (scratchBits[0]! - 0x3f000000);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}
