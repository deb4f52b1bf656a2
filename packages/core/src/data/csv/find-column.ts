/**
 * Finds the column that an option names, or says which there are.
 */

import { CsvError, type Mend } from '../../errors.ts';
import { nearestName } from '../../nearest-name.ts';

/** Names that a message lists before it breaks off. */
const LISTED = 20;

/**
 * The 0-based index of a column: by name (exact, else the only one that fits in any case), else by number from 1.
 * @throws CsvError (`CSV_NO_SUCH_COLUMN`) with the names that are there.
 */
export function findColumn(
  wanted: string | number,
  names: readonly string[],
  file: string,
  mend: (column: string | number) => Mend,
): number {
  const name = String(wanted).trim();
  if (typeof wanted === 'string') {
    const exact = indices(names, (other) => other === name);
    const folded = indices(names, (other) => other.toLowerCase() === name.toLowerCase());
    const found = exact.length > 0 ? exact : folded;
    if (found.length === 1) return found[0]!;
    if (found.length > 1) {
      const numbers = found.map((index) => index + 1);
      throw new CsvError(
        'CSV_NO_SUCH_COLUMN',
        `${file}: ${found.length} columns are called '${name}': numbers ${numbers.join(', ')}`,
        { column: name, hint: 'name one by its number', mend: mend(numbers[0]!) },
      );
    }
  }
  const position = /^\d+$/.test(name) ? Number(name) : 0;
  if (position >= 1 && position <= names.length) return position - 1;
  const near = nearestName(name, names);
  const count = names.length === 1 ? 'the only column is' : `the ${names.length} columns are`;
  throw new CsvError(
    'CSV_NO_SUCH_COLUMN',
    `${file}: no column '${name}'; ${count} ${listNames(names)}`,
    near === null
      ? { column: name, hint: 'a column is a name, or a number from 1' }
      : {
          column: name,
          hint: 'did you mean',
          mend: mend(nameOrNumber(names, names.indexOf(near))),
        },
  );
}

/** The name of a column, or its number from 1 where another has the same name. */
function nameOrNumber(names: readonly string[], index: number): string | number {
  const name = names[index]!;
  return indices(names, (other) => other === name).length > 1 ? index + 1 : name;
}

/** Names with commas between them, broken off after twenty. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).join(', ');
  return names.length > LISTED ? `${shown}, ... (${names.length} in all)` : shown;
}

function indices(names: readonly string[], fits: (name: string) => boolean): number[] {
  return names.flatMap((name, index) => (fits(name) ? [index] : []));
}
