/** One suite over both IDX kernels: foreign files, files made here, and any bytes at all. */

import { readdirSync, readFileSync } from 'node:fs';
import { crc32, gunzipSync, gzipSync } from 'node:zlib';
import {
  type IdxArray,
  type IdxRefusal,
  type IdxTable,
  type IdxType,
  type Kernels,
  referenceKernels,
  writeIdx,
} from '@ferrogen/core';
import fc from 'fast-check';
import { describe, expect, it as vitestIt } from 'vitest';
import { implementations } from '../support/implementations.ts';
import { itWith, sharedData } from '../support/shared-data.ts';

const FOLDER = 'images';
const types: Record<string, IdxType> = {
  '0x08': 'ubyte',
  '0x09': 'byte',
  '0x0b': 'short',
  '0x0c': 'int',
  '0x0d': 'float',
  '0x0e': 'double',
};

const needed = (relative: string): string[] =>
  sharedData(relative) === null ? [`no ../shared/data/${relative}`] : [];
const shared = (relative: string): Uint8Array => readFileSync(sharedData(`${FOLDER}/${relative}`)!);

function tableOf(answer: IdxTable | IdxRefusal): IdxTable {
  expect(answer.refused).toBeNull();
  return answer as IdxTable;
}

/** An IDX file by its parts, right or wrong. */
function file(code: number, shape: readonly number[], body: readonly number[]): Uint8Array {
  const sizes = shape.flatMap((size) => [24, 16, 8, 0].map((shift) => (size >>> shift) & 255));
  return Uint8Array.of(0, 0, code, shape.length, ...sizes, ...body);
}

/** A gzip member whose head says more than it must (RFC 1952, section 2.3); `checksum` is how far its own is from the true one. */
function gzipWith(
  {
    extra,
    name,
    comment,
    checksum,
  }: { extra?: number[]; name?: string; comment?: string; checksum?: number },
  bytes: Uint8Array,
): Uint8Array {
  const plain = gzipSync(bytes);
  const flags = [undefined, checksum, extra, name, comment].reduce<number>(
    (sum, field, bit) => (field === undefined ? sum : sum | (1 << bit)),
    0,
  );
  const head = Buffer.concat([
    plain.subarray(0, 3),
    Uint8Array.of(flags),
    plain.subarray(4, 10),
    ...(extra === undefined ? [] : [Uint8Array.of(extra.length, 0, ...extra)]),
    ...[name, comment].flatMap((text) => (text === undefined ? [] : [Buffer.from(`${text}\0`)])),
  ]);
  const low = Buffer.alloc(2);
  if (checksum !== undefined) low.writeUInt16LE((crc32(head) & 0xffff) ^ checksum);
  return Buffer.concat([head, low.subarray(0, checksum === undefined ? 0 : 2), plain.subarray(10)]);
}

/** Bytes, the code of what is wrong with them, where it is, and what was seen or needed. */
const refusals: [string, Uint8Array, IdxRefusal['refused'], number, number][] = [
  ['no bytes', Uint8Array.of(), 'IDX_EMPTY', 0, 0],
  ['a text', new TextEncoder().encode('hello'), 'IDX_BAD_MAGIC', 0, 104],
  ['a wrong second byte', Uint8Array.of(0, 9), 'IDX_BAD_MAGIC', 1, 9],
  ['three bytes', Uint8Array.of(0, 0, 8), 'IDX_HEADER_CUT', 3, 4],
  ['a cut size', file(8, [2, 2], []).subarray(0, 11), 'IDX_HEADER_CUT', 11, 12],
  ['type 0x0a', file(10, [1], [1]), 'IDX_UNKNOWN_TYPE', 2, 10],
  ['a value too few', file(8, [3], [1, 2]), 'IDX_SHORT_BODY', 10, 11],
  ['half a double', file(14, [1], [0, 0, 0, 0]), 'IDX_SHORT_BODY', 12, 16],
  ['a byte too many', file(8, [1], [1, 2]), 'IDX_TRAILING_BYTES', 9, 9],
  ['bytes after an empty body', file(8, [0, 2 ** 32 - 1], [1]), 'IDX_TRAILING_BYTES', 12, 12],
  ['2^40 values', file(8, [2 ** 20, 2 ** 20], [1]), 'IDX_SHORT_BODY', 13, 2 ** 40 + 12],
];

for (const { name, kernels, missing } of implementations) {
  describe(`parseIdx of the ${name} kernels`, () => {
    const parse = (bytes: Uint8Array) => (kernels as Kernels).parseIdx(bytes);

    itWith([...missing, ...needed(`${FOLDER}/idx-odd`)])(
      'parseIdx reads every odd file as it was written, gzipped too',
      () => {
        const expected = JSON.parse(new TextDecoder().decode(shared('idx-odd/expected.json')));
        expect(Object.keys(expected).length).toBe(26);
        for (const [path, { type, shape, values }] of Object.entries<{
          type: string;
          shape: number[];
          values: (number | string)[];
        }>(expected)) {
          for (const bytes of [shared(path), gzipSync(shared(path))]) {
            const table = tableOf(parse(bytes));
            expect(table.type, path).toBe(types[type]);
            expect(table.shape, path).toEqual(shape);
            // `toEqual` tells -0 from 0.
            expect([...table.values], path).toEqual(values.map(Number));
          }
        }
        const files = readdirSync(sharedData(`${FOLDER}/idx-odd`)!);
        expect(files.length).toBe(26 + 2);
        const { values } = tableOf(parse(shared('idx-odd/two-members.idx.gz')));
        expect([...values]).toEqual([
          ...gunzipSync(shared('idx-odd/two-members.idx.gz')).subarray(16),
        ]);
      },
    );

    itWith([...missing, ...needed(`${FOLDER}/broken`)])(
      'parseIdx refuses every broken file with its code and offset',
      () => {
        const codes: Record<string, [string, number]> = {
          'bad-magic.idx': ['IDX_BAD_MAGIC', 0],
          'empty.idx': ['IDX_EMPTY', 0],
          'header-cut.idx': ['IDX_HEADER_CUT', 9],
          'short-body.idx': ['IDX_SHORT_BODY', 39],
          'unknown-type-0x0a.idx': ['IDX_UNKNOWN_TYPE', 2],
        };
        expect(readdirSync(sharedData(`${FOLDER}/broken`)!)).toEqual(Object.keys(codes));
        for (const [path, [refused, offset]] of Object.entries(codes))
          for (const bytes of [shared(`broken/${path}`), gzipSync(shared(`broken/${path}`))])
            expect(parse(bytes), path).toMatchObject({ refused, offset });
      },
    );

    itWith([...missing, ...needed(`${FOLDER}/mnist`), ...needed(`${FOLDER}/qmnist`)])(
      'parseIdx unpacks MNIST to the bytes that zlib unpacks it to',
      () => {
        const images = shared('mnist/train-images-idx3-ubyte.gz');
        const { type, shape, values } = tableOf(parse(images));
        expect({ type, shape }).toEqual({ type: 'ubyte', shape: [60_000, 28, 28] });
        expect(Buffer.compare(values as Uint8Array, gunzipSync(images).subarray(16))).toBe(0);
        const labels = tableOf(parse(shared('mnist/t10k-labels-idx1-ubyte.gz')));
        expect([...labels.values.slice(0, 5)]).toEqual([7, 2, 1, 0, 4]);
        const qmnist = tableOf(parse(shared('qmnist/qmnist-test-labels-idx2-int.gz')));
        expect({ type: qmnist.type, shape: qmnist.shape }).toEqual({
          type: 'int',
          shape: [60_000, 8],
        });
        // The first 10,000 are MNIST's own test images.
        const classes = Array.from(labels.values, (_, row) => qmnist.values[8 * row]);
        expect(classes).toEqual([...labels.values]);
      },
    );

    const it = itWith(missing);
    it('parseIdx gives bytes that are not gzipped as a view of the file', () => {
      for (const code of [8, 9]) {
        const bytes = new Uint8Array([9, 9, ...file(code, [2], [7, 200])]).subarray(2);
        const { values } = tableOf(parse(bytes));
        expect(values.buffer).toBe(bytes.buffer);
        expect([...values]).toEqual([7, code === 8 ? 200 : -56]);
      }
    });

    it('parseIdx reads a single value without a shape', () => {
      expect(parse(file(11, [], [1, 2]))).toEqual({
        refused: null,
        type: 'short',
        shape: [],
        values: Int16Array.of(258),
      });
    });

    it('parseIdx keeps the bits of every NaN', () => {
      const { values } = tableOf(parse(file(13, [1], [0x7f, 0xa0, 0x12, 0x34])));
      expect(new Uint32Array(values.buffer, values.byteOffset, 1)[0]).toBe(0x7fa01234);
    });

    for (const [what, bytes, refused, offset, value] of refusals)
      it(`parseIdx refuses ${what}, plain and gzipped`, () => {
        expect(parse(bytes)).toEqual({ refused, offset, value });
        expect(parse(gzipSync(bytes))).toEqual({ refused, offset, value });
      });

    it('parseIdx reads 255 sizes, and sizes beside a zero that no number holds', () => {
      const most = 2 ** 32 - 1;
      for (const shape of [Array(255).fill(1), [...Array(40).fill(most), 0]]) {
        const values = Float64Array.of(...(shape.includes(0) ? [] : [-0]));
        const bytes = writeIdx({ type: 'double', shape, values });
        for (const each of [bytes, gzipSync(bytes)])
          expect(parse(each)).toEqual({ refused: null, type: 'double', shape, values });
      }
      expect(parse(file(8, Array(255).fill(most), [1]))).toMatchObject({
        refused: 'IDX_SHORT_BODY',
        offset: 1025,
      });
    });

    it('parseIdx refuses gzipped data cut at any byte', () => {
      const packed = gzipSync(file(12, [3, 5], Array(60).fill(77)));
      for (let length = 3; length < packed.length; length++)
        expect(parse(packed.subarray(0, length)), `${length} bytes`).toMatchObject({
          refused: 'IDX_GZIP_CUT',
          offset: length,
        });
    });

    it('parseIdx takes what else a member may say of itself: fields, a name, a comment, a checksum of those', () => {
      const bytes = file(8, [2], [7, 200]);
      for (const head of [
        { extra: [1, 2, 0x1f, 0x8b] },
        { extra: [] },
        { name: 'a' },
        { name: 'a'.repeat(65_535) },
        { comment: 'b' },
        { extra: [0], name: 'a', comment: 'b', checksum: 0 },
      ]) {
        const packed = gzipWith(head, bytes);
        expect(tableOf(parse(packed)).values).toEqual(Uint8Array.of(7, 200));
        for (let cut = 2; cut < Math.min(packed.length, 60); cut++)
          expect(parse(packed.subarray(0, cut))).toEqual({
            refused: 'IDX_GZIP_CUT',
            offset: cut,
            value: 0,
          });
      }
      const damage = { refused: 'IDX_GZIP_DAMAGED', offset: 0, value: 0 };
      expect(parse(gzipWith({ checksum: 1 }, bytes))).toEqual(damage);
      expect(parse(gzipWith({ comment: 'b'.repeat(65_536) }, bytes))).toEqual(damage);
    });

    it('parseIdx names the begin of a damaged member', () => {
      const bytes = file(8, [100], Array(100).fill(5));
      const [one, two] = [gzipSync(bytes.subarray(0, 50)), gzipSync(bytes.subarray(50))];
      const checksum = two.length - 6;
      two[checksum]! ^= 1;
      const damage = { refused: 'IDX_GZIP_DAMAGED', offset: one.length, value: 0 };
      expect(parse(Buffer.concat([one, two]))).toEqual(damage);
      expect(parse(Buffer.concat([one, Uint8Array.of(0, 0)]))).toEqual(damage);
    });

    it('parseIdx stops at the first byte too many of a bomb', () => {
      const bomb = gzipSync(Buffer.concat([file(8, [1], [1]), Buffer.alloc(2 ** 26)]));
      expect(parse(bomb)).toEqual({ refused: 'IDX_TRAILING_BYTES', offset: 9, value: 9 });
    });
  });
}

const arrays = {
  ubyte: fc.uint8Array,
  byte: fc.int8Array,
  short: fc.int16Array,
  int: fc.int32Array,
};
const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 });
const idxArray: fc.Arbitrary<IdxArray> = shape.chain((sizes) => {
  const length = sizes.reduce((product, size) => product * size, 1);
  const limits = { minLength: length, maxLength: length };
  return fc.oneof(
    ...Object.entries(arrays).map(([type, array]) =>
      array(limits).map((values) => ({ type, shape: sizes, values }) as IdxArray),
    ),
    fc.float32Array(limits).map((values) => ({ type: 'float', shape: sizes, values }) as const),
    fc.float64Array(limits).map((values) => ({ type: 'double', shape: sizes, values }) as const),
  );
});

/** Files with some bytes changed, cut off or put behind. */
const mutated = fc
  .tuple(
    idxArray,
    fc.constantFrom(0, 0, 1, 6, 9),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
    fc.option(fc.nat()),
    fc.uint8Array({ maxLength: 2 }),
  )
  .map(([array, level, changes, length, tail]) => {
    const plain = writeIdx(array);
    const whole = Buffer.concat([level === 0 ? plain : gzipSync(plain, { level }), tail]);
    for (const [at, byte] of changes) whole[at % whole.length] = byte;
    return new Uint8Array(whole.subarray(0, length === null ? undefined : length % whole.length));
  });

describe('parseIdx on any bytes', () => {
  const native = implementations.find(({ name }) => name === 'native')!;

  vitestIt(
    'parseIdx of the reference kernels gives back what writeIdx wrote, gzipped or not',
    () => {
      fc.assert(
        fc.property(idxArray, fc.boolean(), (array, gzip) => {
          const file = writeIdx(array, { gzip });
          expect(referenceKernels.parseIdx(file)).toEqual({ refused: null, ...array });
        }),
        { numRuns: 500 },
      );
    },
  );

  itWith(native.missing)('parseIdx of both kernels answers changed files alike', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 40 })), (bytes) => {
        const [one, other] = [native.kernels!, referenceKernels].map((k) => k.parseIdx(bytes));
        // Of several faults in gzipped data either may be named.
        if (bytes[0] === 0x1f && one!.refused !== null) expect(other!.refused).toMatch(/^IDX_/);
        else expect(one).toEqual(other);
      }),
      { numRuns: 4000 },
    );
  });
});
