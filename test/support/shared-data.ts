/**
 * Where the tests find data that are too large or too foreign for this repository: `../shared/data`, seen from the
 * repository root. Knows where files lie and what their absence means; reads nothing.
 *
 *     const it = itWithData('series/nist/mavro.csv');
 *     it('fitAr agrees with the certified values', () => readFileSync(sharedData('series/nist/mavro.csv')!));
 */

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { it as vitestIt } from 'vitest';

/** The root of this repository, absolute. */
export const repositoryRoot: string = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Whether a missing piece (data, browser, addon) fails a test instead of skipping it: true under CI. */
export const mustHaveAll: boolean = !['', '0', 'false'].includes(process.env.CI ?? '');

/** The absolute path of a file or folder under `../shared/data`, or null where it is not on this machine. */
export function sharedData(relative: string): string | null {
  const path = join(repositoryRoot, '../shared/data', relative);
  return existsSync(path) ? path : null;
}

/**
 * vitest's `it` for tests that need shared data. All there: the plain `it`. Something absent: the tests are
 * skipped and their names say what is missing; under CI they fail with the path that was looked for.
 *
 * @param needed paths under `../shared/data`
 */
export function itWithData(...needed: readonly string[]): (name: string, body: TestBody) => void {
  return itWith(needed.filter((relative) => sharedData(relative) === null).map(describeAbsence));
}

/**
 * vitest's `it`, unless something is missing: then the tests are skipped with the reasons in their names, or fail
 * with them under CI. The rule of `itWithData`, for any other need (a browser, the addon, cargo).
 *
 * @param missing one phrase for each missing piece; empty where all is there
 */
export function itWith(missing: readonly string[]): (name: string, body: TestBody) => void {
  return (name, body) => {
    if (missing.length === 0) {
      vitestIt(name, body);
    } else if (mustHaveAll) {
      vitestIt(name, () => {
        throw new Error(`cannot run this test: ${missing.join('; ')}`);
      });
    } else {
      vitestIt.skip(`${name} (skipped: ${missing.join('; ')})`, body);
    }
  };
}

/** What a test does: no arguments, may be asynchronous. */
export type TestBody = () => void | Promise<void>;

/** What `itWith` says of data that are absent. */
export function describeAbsence(relative: string): string {
  return `no ../shared/data/${relative}`;
}
