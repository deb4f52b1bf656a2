/** readSafetensors and hostile files: each fault has its code, its byte and its tensor. */

import { readSafetensors } from '@ferrogen/core/io';
import { describe, expect, test } from 'vitest';
import { fileOf, fileOfBytes, refusalOf } from './safetensors-bytes.ts';

const f32 = (shape: number[], begin: number, end: number) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});

const refusals: readonly (readonly [
  what: string,
  file: Uint8Array,
  code: string,
  tensor?: string,
])[] = [
  ['an empty file', new Uint8Array(0), 'TRUNCATED'],
  ['seven bytes', new Uint8Array(7), 'TRUNCATED'],
  ['a header longer than the file', fileOf('{}').subarray(0, 9), 'TRUNCATED'],
  ['a header of 2^64 - 1 bytes', new Uint8Array(16).fill(255), 'HEADER_TOO_LARGE'],
  ['a header of 100,000,001 bytes', lengthOnly(100_000_001), 'HEADER_TOO_LARGE'],
  ['an empty header', fileOf(''), 'SYNTAX'],
  ['a list', fileOf('[]'), 'SYNTAX'],
  ['an object without its end', fileOf('{"a":'), 'SYNTAX'],
  ['a text without its end', fileOf('{"a'), 'SYNTAX'],
  ['a text that ends in a backslash', fileOf('{"a\\'), 'SYNTAX'],
  ['a second object', fileOf('{}{}'), 'SYNTAX'],
  [
    'a comma too many',
    fileOf('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],}}', 4),
    'SYNTAX',
  ],
  ['a line break in a key', fileOf('{"a\n":{}}'), 'SYNTAX'],
  ['an unknown escape', fileOf('{"\\x":{}}'), 'SYNTAX'],
  ['ten million opening brackets', fileOf('['.repeat(10_000_000)), 'SYNTAX'],
  ['a key that is not UTF-8', fileOfBytes(Uint8Array.of(0x7b, 0x22, 0xff, 0x22)), 'UTF8'],
  ['half of a surrogate pair', fileOf('{"\\ud800":{}}'), 'UTF8'],
  ['a byte order mark', fileOf('\ufeff{}'), 'SYNTAX'],
  [
    'a tensor twice',
    fileOf(`{"a":${JSON.stringify(f32([], 0, 4))},"a":${JSON.stringify(f32([], 4, 8))}}`, 8),
    'DUPLICATE_KEY',
    'a',
  ],
  [
    'a tensor twice, once escaped',
    fileOf(`{"a":${JSON.stringify(f32([], 0, 4))},"\\u0061":${JSON.stringify(f32([], 4, 8))}}`, 8),
    'DUPLICATE_KEY',
    'a',
  ],
  [
    'a field twice',
    fileOf('{"a":{"dtype":"F32","dtype":"I32","shape":[],"data_offsets":[0,4]}}', 4),
    'DUPLICATE_KEY',
  ],
  ['metadata twice', fileOf('{"__metadata__":{},"__metadata__":{}}'), 'DUPLICATE_KEY'],
  ['a key of the metadata twice', fileOf('{"__metadata__":{"a":"","a":""}}'), 'DUPLICATE_KEY'],
  ['metadata that are a number', fileOf({ __metadata__: { a: 1 } }), 'METADATA'],
  ['metadata that nest', fileOf({ __metadata__: { a: { b: 'c' } } }), 'METADATA'],
  ['metadata that are a text', fileOf({ __metadata__: 'a' }), 'METADATA'],
  ['a tensor without dtype', fileOf({ a: { shape: [], data_offsets: [0, 4] } }, 4), 'FIELD', 'a'],
  [
    'a tensor without shape',
    fileOf({ a: { dtype: 'F32', data_offsets: [0, 4] } }, 4),
    'FIELD',
    'a',
  ],
  ['a tensor without range', fileOf({ a: { dtype: 'F32', shape: [] } }, 4), 'FIELD', 'a'],
  [
    'a range of one number',
    fileOf({ a: { ...f32([], 0, 4), data_offsets: [4] } }, 4),
    'FIELD',
    'a',
  ],
  [
    'a range of three numbers',
    fileOf({ a: { ...f32([], 0, 4), data_offsets: [0, 4, 4] } }, 4),
    'SHAPE',
  ],
  ['an unknown field', fileOf({ a: { ...f32([], 0, 4), strides: [1] } }, 4), 'FIELD', 'a'],
  ['an unknown dtype', fileOf({ a: { ...f32([], 0, 4), dtype: 'F31' } }, 4), 'DTYPE', 'a'],
  [
    'a dtype of the prototype',
    fileOf({ a: { ...f32([], 0, 4), dtype: 'constructor' } }, 4),
    'DTYPE',
    'a',
  ],
  ['a negative dimension', fileOf({ a: f32([-1], 0, 4) }, 4), 'SIZE'],
  ['a fractional dimension', fileOf({ a: f32([1.5], 0, 6) }, 6), 'SYNTAX'],
  [
    'an exponent',
    fileOf('{"a":{"dtype":"U8","shape":[1e3],"data_offsets":[0,1000]}}', 1000),
    'SYNTAX',
  ],
  ['a leading zero', fileOf('{"a":{"dtype":"U8","shape":[01],"data_offsets":[0,1]}}', 1), 'SIZE'],
  ['a dimension of 2^53', fileOf({ a: f32([2 ** 53], 0, 4) }, 4), 'SIZE'],
  ['a dimension of 400 digits', fileOf(`{"a":{"shape":[${'9'.repeat(400)}]}}`), 'SIZE'],
  ['a product past 2^53', fileOf({ a: f32([2 ** 30, 2 ** 30], 0, 4) }, 4), 'SIZE', 'a'],
  [
    'a product that wraps to 4 in 64 bits',
    fileOf({ a: f32([2 ** 32, 2 ** 32, 1], 0, 0) }),
    'SIZE',
    'a',
  ],
  ['65 dimensions', fileOf({ a: f32(Array(65).fill(1), 0, 4) }, 4), 'SHAPE'],
  ['a range too short for the shape', fileOf({ a: f32([2], 0, 4) }, 4), 'SIZE', 'a'],
  ['a range that ends before it begins', fileOf({ a: f32([1], 8, 4) }, 8), 'SIZE', 'a'],
  ['a range past the end', fileOf({ a: f32([2], 0, 8) }, 4), 'RANGE', 'a'],
  ['a range far past the end', fileOf({ a: f32([2 ** 40], 0, 2 ** 42) }, 4), 'RANGE', 'a'],
  [
    'two tensors on the same bytes',
    fileOf({ a: f32([1], 0, 4), b: f32([1], 0, 4) }, 4),
    'OVERLAP',
    'b',
  ],
  [
    'two tensors that overlap',
    fileOf({ a: f32([2], 0, 8), b: f32([2], 4, 12) }, 12),
    'OVERLAP',
    'b',
  ],
  ['bytes in front of the first tensor', fileOf({ a: f32([1], 4, 8) }, 8), 'HOLE', 'a'],
  ['bytes between tensors', fileOf({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12), 'HOLE', 'b'],
  ['bytes after the last tensor', fileOf({ a: f32([1], 0, 4) }, 5), 'TRAILING'],
  ['bytes and no tensor', fileOf({}, 1), 'TRAILING'],
];

describe('readSafetensors refuses', () => {
  test.each(refusals.map(([what, ...rest]) => ({ what, rest })))('$what', ({ rest }) => {
    const [file, code, tensor] = rest;
    const refusal = refusalOf(() => readSafetensors(file));
    expect(refusal.code).toBe(`SAFETENSORS_${code}`);
    expect(refusal.message.length).toBeLessThan(400);
    expect(refusal.offset).not.toBeNull();
    expect(refusal.offset).toBeLessThanOrEqual(Math.max(file.length, 8 + 2 ** 42));
    if (tensor !== undefined) expect(refusal.tensor).toBe(tensor);
  });
});

test('readSafetensors names the byte of a fault in the header', () => {
  const text = '{"ä":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}';
  const at = 8 + new TextEncoder().encode(text.slice(0, text.indexOf('-1'))).length;
  expect(refusalOf(() => readSafetensors(fileOf(text, 4))).offset).toBe(at);
});

function lengthOnly(length: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  return bytes;
}
