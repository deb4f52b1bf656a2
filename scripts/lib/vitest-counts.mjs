/**
 * A vitest reporter that writes the counts of a run to the file named by FERROGEN_TEST_COUNTS.
 * A test file that cannot be loaded, and an error outside of any test, count as failures.
 */

import { writeFileSync } from 'node:fs';

export default class CountsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === 'pending' ? 'skipped' : state] += 1;
      }
    }
    writeFileSync(process.env.FERROGEN_TEST_COUNTS, JSON.stringify(counts));
  }
}
