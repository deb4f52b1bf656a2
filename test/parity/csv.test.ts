/**
 * One case suite over every CSV kernel, and a fuzz that wants the native one to answer as the reference does.
 */

import {
  type ColumnPlan,
  type ColumnRefusal,
  type ColumnTable,
  type Kernels,
  referenceKernels,
} from '@ferrogen/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { implementations } from '../support/implementations.ts';
import { itWith } from '../support/shared-data.ts';
import { csvCases } from './csv.cases.ts';
import { completePlan } from './csv-case.ts';

function read(kernels: Kernels, bytes: Uint8Array, plan: ColumnPlan): ColumnTable | ColumnRefusal {
  const steps = kernels.readColumns({ bytes }, plan);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

for (const { name, kernels, missing } of implementations) {
  describe(`readColumns of the ${name} kernels`, () => {
    const it = itWith(missing);
    for (const { name: sentence, text, plan, table, refusal } of csvCases) {
      it(`readColumns: ${sentence}`, () => {
        const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
        const answer = read(kernels!, bytes, completePlan(plan));
        if (refusal !== undefined) {
          expect(answer).toEqual(refusal);
          return;
        }
        const { columns, ...others } = table!;
        expect(answer.refused).toBeNull();
        expect(answer).toMatchObject(others);
        const got = (answer as ColumnTable).columns.map((column) => [...column]);
        if (columns !== undefined) expect(got).toEqual(columns);
      });
    }
  });
}

describe('csvCases', () => {
  it('csvCases says of each case either a table or a refusal, and no sentence twice', () => {
    for (const { table, refusal } of csvCases) {
      expect(table === undefined).toBe(refusal !== undefined);
    }
    expect(new Set(csvCases.map(({ name }) => name)).size).toBe(csvCases.length);
  });
});

const cells = [
  ...['1', '2.5', '-3', '1,234', '1.234,5', '1e5', '$9', 'NA', '', 'inf', 'abc', '1e999', '\u2212'],
  ...['2000-01-01', '2000-01-02 10:30', '1999-12-31T00:00:00Z', 'Jan 1 2000', '20000101', '2000Q3'],
  ...['"7"', '"1,5"', '"a\nb"', '"x"y', ' "8" ', '\u00a0', '\ufeff', 'ä', '"', '""'],
];

const ends = ['\n', '\r\n', '\r', '\n\n', ' \n'];

const piece = fc.oneof(
  fc.constantFrom(...cells, ...ends, ',', ';', '\t', ' ', '|'),
  fc.uint8Array({ minLength: 1, maxLength: 3 }),
);

/** Bytes of no kind, of pieces of CSV in no order, and of whole rows that the plan can mostly read. */
function textFor(delimiter: string): fc.Arbitrary<Uint8Array> {
  const row = fc
    .tuple(
      fc.array(fc.constantFrom(...cells), { minLength: 4, maxLength: 5 }),
      fc.constantFrom(...ends),
    )
    .map(([values, end]) => values.join(delimiter) + end);
  const number = fc
    .tuple(fc.array(fc.constantFrom('1', '-2.5', '2000', 'NA', ''), { minLength: 4, maxLength: 4 }))
    .map(([values]) => `${values.join(delimiter)}\n`);
  return fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(piece, { maxLength: 60 }).map(joined),
    fc.array(fc.oneof(row, number, number), { maxLength: 12 }).map(joined),
    fc.array(number, { maxLength: 40 }).map(joined),
  );
}

function joined(parts: (string | Uint8Array)[]): Uint8Array {
  const encoder = new TextEncoder();
  return Uint8Array.from(
    parts.flatMap((part) => [...(typeof part === 'string' ? encoder.encode(part) : part)]),
  );
}

const patterns = [
  ...['Y-M-D', 'Y-M-D[ h:m[:s]]', 'Y-M-DTh:m:s[Z]', 'b D Y', 'YMD', 'YQq', 'N', 'M/D/y', 'D.M.Y'],
  ...['Y-M-D h:m p', 'Y', 'DbY'],
];

const index = fc.integer({ min: 0, max: 3 });

const plan: fc.Arbitrary<ColumnPlan> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', ' ', '|', '.', '1'),
  headerLines: fc.constantFrom(0, 1),
  decimal: fc.constantFrom('.' as const, ',' as const),
  numbers: fc
    .uniqueArray(index, { maxLength: 2 })
    .map((indices) => indices.sort((one, other) => one - other)),
  date: fc.option(fc.record({ index, pattern: fc.constantFrom(...patterns) })),
  where: fc.array(fc.record({ index, value: fc.constantFrom('', '1', 'NA', 'abc', 'ä') }), {
    maxLength: 1,
  }),
});

const question = plan.chain((columnPlan) =>
  fc.tuple(textFor(columnPlan.delimiter), fc.constant(columnPlan)),
);

describe('readColumns on any bytes', () => {
  it('readColumns of the reference kernels answers any bytes under any plan', () => {
    fc.assert(
      fc.property(question, ([bytes, columnPlan]) => {
        const answer = read(referenceKernels, bytes, columnPlan);
        if (answer.refused !== null) {
          expect(answer.line).toBeGreaterThan(0);
          return;
        }
        expect(answer.rows).toBeLessThanOrEqual(answer.rowsInFile);
        for (const [position, column] of answer.columns.entries()) {
          expect(column).toHaveLength(answer.rows);
          const gaps = column.filter(Number.isNaN).length;
          expect(answer.missing[position]?.count ?? 0).toBe(gaps);
        }
      }),
      { numRuns: 2000 },
    );
  });

  const native = implementations.find(({ name }) => name === 'native')!;
  itWith(native.missing)('readColumns of both kernels answers any bytes alike', () => {
    fc.assert(
      fc.property(question, ([bytes, columnPlan]) => {
        expect(read(native.kernels!, bytes, columnPlan)).toEqual(
          read(referenceKernels, bytes, columnPlan),
        );
      }),
      { numRuns: 5000 },
    );
  });
});
