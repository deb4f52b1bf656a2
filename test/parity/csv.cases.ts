/**
 * Every sentence of docs/csv.md about what a kernel does, as a text, a plan and what comes of it.
 * The cases know no implementation; csv.test.ts runs them over each.
 */

import type { CsvCase } from './csv-case.ts';
import { calendar } from './csv-dates.cases.ts';
import { lines, quotes } from './csv-lines.cases.ts';
import { numbers } from './csv-numbers.cases.ts';
import { rows } from './csv-rows.cases.ts';

/** All cases, in the order of docs/csv.md. */
export const csvCases: readonly CsvCase[] = [...lines, ...quotes, ...rows, ...numbers, ...calendar];
