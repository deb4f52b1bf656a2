/**
 * The shape of a case for a CSV kernel: a text, a plan and what comes of it.
 */

import type { ColumnPlan, ColumnRefusal, ColumnTable } from '@ferrogen/core';

/** What a case says of a table; fields that are not named are not looked at. */
export type ExpectedTable = Partial<Omit<ColumnTable, 'columns' | 'dates'>> & {
  readonly columns?: readonly (readonly number[])[];
  readonly dates?: Partial<ColumnTable['dates']>;
};

/** A text, how it is to be read, and the table or the refusal that this gives. */
export interface CsvCase {
  /** The sentence that the case holds true. */
  readonly name: string;
  readonly text: string | Uint8Array;
  readonly plan: Partial<ColumnPlan>;
  readonly table?: ExpectedTable;
  readonly refusal?: ColumnRefusal;
}

/** The plan of a case: a file of one column with commas, dots and no header, unless the case says otherwise. */
export function completePlan(plan: Partial<ColumnPlan>): ColumnPlan {
  return {
    delimiter: ',',
    headerLines: 0,
    decimal: '.',
    numbers: [0],
    date: null,
    where: [],
    ...plan,
  };
}

/** Plans for the second column, and for the first two. */
export const second: Partial<ColumnPlan> = { numbers: [1] };
export const firstTwo: Partial<ColumnPlan> = { numbers: [0, 1] };

/** What a kernel refuses. */
export function refuse(
  refused: ColumnRefusal['refused'],
  line: number,
  column: number,
  cell: string,
): ColumnRefusal {
  return { refused, line, column, cell };
}

/** Texts in UTF-8 and bytes, joined. */
export function bytes(...parts: (string | number[])[]): Uint8Array {
  const encoder = new TextEncoder();
  const encoded = parts.map((part) =>
    typeof part === 'string' ? encoder.encode(part) : Uint8Array.from(part),
  );
  const all = new Uint8Array(encoded.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of encoded) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
