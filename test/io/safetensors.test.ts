/** readSafetensors and writeSafetensors: what goes in comes out, and nothing that goes wrong is anything but a refusal. */

import { readFileSync } from 'node:fs';
import {
  type Dtype,
  type DtypeArray,
  dtypes,
  float32Values,
  int32Values,
  readSafetensors,
  SafetensorsError,
  type StoredTensor,
  writeSafetensors,
} from '@ferrogen/core/io';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itWithData, sharedData } from '../support/shared-data.ts';
import { fileOf, refusalOf } from './safetensors-bytes.ts';

const arrays: { [D in Dtype]: (bytes: ArrayBuffer) => DtypeArray } = {
  BOOL: (bytes) => new Uint8Array(bytes),
  U8: (bytes) => new Uint8Array(bytes),
  I8: (bytes) => new Int8Array(bytes),
  I16: (bytes) => new Int16Array(bytes),
  U16: (bytes) => new Uint16Array(bytes),
  F16: (bytes) => new Uint16Array(bytes),
  BF16: (bytes) => new Uint16Array(bytes),
  I32: (bytes) => new Int32Array(bytes),
  U32: (bytes) => new Uint32Array(bytes),
  F32: (bytes) => new Float32Array(bytes),
  F64: (bytes) => new Float64Array(bytes),
  I64: (bytes) => new BigInt64Array(bytes),
  U64: (bytes) => new BigUint64Array(bytes),
};

/** Any tensor of any dtype, its bits arbitrary: NaN payloads too. */
const tensor: fc.Arbitrary<StoredTensor> = fc
  .tuple(
    fc.constantFrom(...dtypes),
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
    fc.integer(),
  )
  .map(([dtype, shape, seed]) => {
    const size = shape.reduce((product, axis) => product * axis, 1);
    const width = arrays[dtype](new ArrayBuffer(0)).BYTES_PER_ELEMENT;
    const bytes = Uint8Array.from(
      { length: size * width },
      (_, k) => Math.imul(seed + k, 0x9e3779b1) >>> 24,
    );
    return { dtype, shape, values: arrays[dtype](bytes.buffer) } as StoredTensor;
  });

const text = fc.string({ unit: 'binary', maxLength: 12 });
const name = text.filter((each) => each !== '__metadata__');
const named = fc
  .array(fc.tuple(name, tensor), { maxLength: 8 })
  .map((pairs) => new Map<string, StoredTensor>(pairs));
const metadata = fc.array(fc.tuple(text, text), { maxLength: 4 }).map((pairs) => new Map(pairs));

const bytesOf = (values: DtypeArray) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

describe('writeSafetensors', () => {
  test('writes what readSafetensors reads, bit for bit, any dtype, shape and name', () => {
    fc.assert(
      fc.property(named, metadata, (tensors, texts) => {
        const file = readSafetensors(writeSafetensors(tensors, texts));
        expect(new Map(file.metadata)).toEqual(texts);
        expect(new Set(file.tensors.keys())).toEqual(new Set(tensors.keys()));
        for (const [key, { dtype, shape, values }] of tensors) {
          const read = file.tensors.get(key)!;
          expect([read.dtype, read.shape]).toEqual([dtype, shape]);
          expect(read.values.constructor).toBe(values.constructor);
          expect(bytesOf(read.values)).toEqual(bytesOf(values));
        }
      }),
    );
  });

  test('gives the same bytes whatever the order of the tensors and texts', () => {
    fc.assert(
      fc.property(named, metadata, (tensors, texts) => {
        const reversed = <T>(map: Map<string, T>) => new Map([...map].reverse());
        expect(writeSafetensors(reversed(tensors), reversed(texts))).toEqual(
          writeSafetensors(tensors, texts),
        );
      }),
    );
  });

  test('pads the header to 8 bytes and puts wide values first, so that reading copies nothing', () => {
    fc.assert(
      fc.property(named, (tensors) => {
        const bytes = writeSafetensors(tensors);
        for (const { values } of readSafetensors(bytes).tensors.values())
          expect(values.buffer).toBe(bytes.buffer);
      }),
    );
  });

  const one = (fields: object) =>
    new Map([
      ['a', { dtype: 'F32', shape: [1], values: new Float32Array(1), ...fields } as StoredTensor],
    ]);

  test.each([
    ['values too few for the shape', one({ shape: [2] }), 'SHAPE'],
    ['a fractional shape', one({ shape: [0.5, 2] }), 'SHAPE'],
    ['a negative shape', one({ shape: [-1, -1] }), 'SHAPE'],
    ['values of another dtype', one({ values: new Int32Array(1) }), 'DTYPE'],
    ['an unknown dtype', one({ dtype: 'F31' }), 'DTYPE'],
    ['the name __metadata__', new Map([['__metadata__', one({}).get('a')!]]), 'NAME'],
    ['a name that is not Unicode', new Map([['\ud800', one({}).get('a')!]]), 'NAME'],
  ])('refuses %s', (_, tensors, code) => {
    expect(refusalOf(() => writeSafetensors(tensors)).code).toBe(`SAFETENSORS_${code}`);
  });
});

describe('readSafetensors', () => {
  test('answers any change of a few bytes of the header with a file or a SafetensorsError', () => {
    const file = writeSafetensors(
      new Map<string, StoredTensor>([
        ['weight', { dtype: 'F32', shape: [2, 3], values: new Float32Array(6) }],
        ['bias', { dtype: 'F16', shape: [3], values: new Uint16Array(3) }],
        ['steps', { dtype: 'I64', shape: [], values: new BigInt64Array(1) }],
      ]),
      new Map([['format', 'pt']]),
    );
    const headerEnd = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
    const change = fc.tuple(
      fc.integer({ min: 0, max: headerEnd - 1 }),
      fc.oneof(
        fc.integer({ min: 0, max: 255 }),
        fc.constantFrom(...[...'{}[]",:0123456789\\-e.'].map((c) => c.charCodeAt(0))),
      ),
    );
    let refused = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = file.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        try {
          let total = 0;
          for (const { values } of readSafetensors(changed).tensors.values())
            total += values.byteLength;
          expect(total).toBeLessThanOrEqual(changed.length);
        } catch (error) {
          if (!(error instanceof SafetensorsError)) throw error;
          refused++;
        }
      }),
      { numRuns: 3000 },
    );
    expect(refused).toBeGreaterThan(1000);
  });

  test('answers any file cut short with a SafetensorsError', () => {
    const file = fileOf({ a: { dtype: 'U8', shape: [9], data_offsets: [0, 9] } }, 9);
    for (let length = 0; length < file.length; length++)
      expect(refusalOf(() => readSafetensors(file.subarray(0, length))).offset).not.toBeNull();
  });

  test('accepts spaces, escapes, tensors in any order, empty ones and scalars', () => {
    const header = ` { "b\\u0062" : {"data_offsets":[4, 5],"shape":[ ],"dtype":"U8"} ,\n"__metadata__":{},
      "a": {"dtype":"F32","shape":[1],"data_offsets":[0,4]}, "none": {"dtype":"F64","shape":[3,0],"data_offsets":[4,4]}}  `;
    const { tensors } = readSafetensors(fileOf(header, 5));
    expect([...tensors.keys()]).toEqual(['a', 'none', 'bb']);
    expect(tensors.get('none')!.values.length).toBe(0);
    expect(tensors.get('bb')!.shape).toEqual([]);
  });

  test('keeps names of the prototype as names', () => {
    const tensors = new Map<string, StoredTensor>(
      ['__proto__', 'constructor', ''].map((key) => [
        key,
        { dtype: 'U8', shape: [1], values: Uint8Array.of(7) },
      ]),
    );
    expect(new Set(readSafetensors(writeSafetensors(tensors)).tensors.keys())).toEqual(
      new Set(tensors.keys()),
    );
  });

  test('reads bytes that lie anywhere in their buffer', () => {
    const file = writeSafetensors(
      new Map([['a', { dtype: 'F64', shape: [1], values: Float64Array.of(Math.PI) } as const]]),
    );
    for (let shift = 0; shift < 8; shift++) {
      const buffer = new Uint8Array(file.length + shift);
      buffer.set(file, shift);
      expect(readSafetensors(buffer.subarray(shift)).tensors.get('a')!.values[0]).toBe(Math.PI);
    }
  });

  test("reads Node's Buffer, whose slices are no copies, with a header of any length", () => {
    const header = '{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}';
    for (let spaces = 0; spaces < 8; spaces++) {
      const file = Buffer.from(fileOf(header + ' '.repeat(spaces), 8));
      file.writeDoubleLE(Math.PI, file.length - 8);
      expect(readSafetensors(file).tensors.get('a')!.values[0]).toBe(Math.PI);
    }
  });

  itWithData('text/tiny-random-gpt2/model.safetensors')(
    'reads a checkpoint of transformers, and writeSafetensors gives its tensors back',
    () => {
      const bytes = readFileSync(sharedData('text/tiny-random-gpt2/model.safetensors')!);
      const { tensors, metadata: texts } = readSafetensors(bytes);
      expect(texts.get('format')).toBe('pt');
      expect(tensors.get('h.0.attn.c_attn.weight')!.shape).toEqual([32, 96]);
      const total = [...tensors.values()].reduce((sum, { values }) => sum + values.byteLength, 0);
      expect(total).toBe(bytes.length - 8 - Number(bytes.readBigUInt64LE(0)));
      for (const { values } of tensors.values())
        expect((values as Float32Array).every(Number.isFinite)).toBe(true);
      expect(readSafetensors(writeSafetensors(tensors, texts)).tensors.size).toBe(tensors.size);
    },
  );
});

describe('int32Values', () => {
  test('gives whole numbers of any width, and refuses the first that does not fit', () => {
    const values = BigInt64Array.of(-(2n ** 31n), 2n ** 31n - 1n);
    expect([...int32Values('a', { dtype: 'I64', shape: [2], values })]).toEqual([
      -(2 ** 31),
      2 ** 31 - 1,
    ]);
    const large = { dtype: 'I64', shape: [2], values: BigInt64Array.of(1n, 2n ** 31n) } as const;
    const refusal = refusalOf(() => int32Values('ids', large));
    expect([refusal.code, refusal.tensor]).toEqual(['SAFETENSORS_VALUE', 'ids']);
    expect(refusal.message).toContain('2147483648 at 1');
  });

  test('refuses numbers with a fraction', () => {
    const half = { dtype: 'F32', shape: [1], values: Float32Array.of(0.5) } as const;
    expect(refusalOf(() => int32Values('a', half)).code).toBe('SAFETENSORS_DTYPE');
  });
});

test('float32Values gives F32 uncopied, BF16 exactly, and refuses whole numbers', () => {
  const values = Float32Array.of(1, 2);
  expect(float32Values('a', { dtype: 'F32', shape: [2], values })).toBe(values);
  const bf16 = { dtype: 'BF16', shape: [1], values: Uint16Array.of(0xc049) } as const;
  expect(float32Values('a', bf16)[0]).toBe(-3.140625);
  const whole = { dtype: 'I32', shape: [1], values: Int32Array.of(1) } as const;
  expect(refusalOf(() => float32Values('a', whole)).code).toBe('SAFETENSORS_DTYPE');
});
