/** Counting tests over several runners. Counts are `{ passed, failed, skipped }`. */

export const noTests = { passed: 0, failed: 0, skipped: 0 };

/** The sum of several counts. */
export function addCounts(...counts) {
  return counts.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    noTests,
  );
}

/** What cargo's test runners print, as counts: the sum of their `test result:` lines. */
export function countCargoTests(output) {
  const results = output.matchAll(/^test result: .*? (\d+) passed; (\d+) failed; (\d+) ignored;/gm);
  return addCounts(
    ...[...results].map(([, passed, failed, ignored]) => ({
      passed: Number(passed),
      failed: Number(failed),
      skipped: Number(ignored),
    })),
  );
}

/** The last line of a test run. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
