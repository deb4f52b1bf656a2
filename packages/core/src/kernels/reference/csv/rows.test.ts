import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowReader } from './rows.ts';

function records(text: string, delimiter = ','): string[][] {
  const bytes = new TextEncoder().encode(text);
  const reader = new RowReader(bytes, delimiter.charCodeAt(0), Number.POSITIVE_INFINITY);
  const found: string[][] = [];
  while (reader.next() === 'row') {
    found.push(Array.from({ length: reader.cells }, (_, index) => reader.cell(index)));
  }
  return found;
}

/** A cell as a careful writer writes it. */
function written(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

describe('RowReader', () => {
  it('RowReader gives back what a careful writer wrote, with any line end', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', 'ä', '"', ',', '\n', '\r', ';', ' ', '1') })
      // Trimming and the quotes that it uncovers are lost on purpose.
      .filter((text) => text.trim() === text && !(text.startsWith('"') && text.endsWith('"')));
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), (rows, end) => {
        const text = rows.map((row) => row.map(written).join(',') + end).join('');
        expect(records(text)).toEqual(rows);
      }),
    );
  });

  it('RowReader tells blank lines from rows and counts lines', () => {
    const reader = new RowReader(new TextEncoder().encode('a\n \t\n\n"b\nc",d\r\ne'), 0x2c, 1);
    const kinds: [string, number][] = [];
    for (let kind = reader.next(); kind !== 'end'; kind = reader.next()) {
      kinds.push([kind, reader.line]);
    }
    expect(kinds).toEqual([
      ['row', 1],
      ['blank', 2],
      ['blank', 3],
      ['row', 4],
      ['row', 6],
    ]);
  });

  it('RowReader reports at most 80 characters of a cell', () => {
    const reader = new RowReader(new TextEncoder().encode('😀'.repeat(100)), 0x2c, 1);
    reader.next();
    expect(reader.cellForReport(0)).toBe('😀'.repeat(80));
  });
});
