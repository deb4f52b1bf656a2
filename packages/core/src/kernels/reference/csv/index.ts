/** The CSV kernel in TypeScript, and the grammar that making a plan shares with it. */

export { compileDatePattern, type DateParser } from './dates.ts';
export { type Decimal, type ParsedNumber, parseNumber, parseNumberText } from './numbers.ts';
export { readColumns } from './read-columns.ts';
export { type RecordKind, RowReader } from './rows.ts';
