/** Every numbered lesson runs to its end and says what it promises. */

import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../support/shared-data.ts';

const run = (lesson: string) =>
  execFileSync(process.execPath, [join(repositoryRoot, 'examples/dist', `${lesson}.js`)], {
    encoding: 'utf8',
  });

/** What each lesson must print; a lesson without an entry fails. */
const promises: Record<string, readonly RegExp[]> = {
  '01-fit-ar': [
    /^506 daily values of close$/m,
    /^chosen: p = 1$/m,
    // The coefficients of least squares in exact arithmetic.
    /^const +1\.1051 /m,
    /^L1 +1\.0038 /m,
    /^L2 +-0\.0135 /m,
    /stationary: true/,
  ],
  '02-forecast': [/= 115$/m, /^day 5: /m, /the same forecast: true$/m],
  '03-train': [
    /^epoch 2 +0\.6/m,
    /^resumed at step 80$/m,
    /^epoch 30 +0\.0/m,
    /left alone: true$/m,
    /^\.+#+\.+$/m,
  ],
  '04-vae': [
    /^untrained: 102\.\d nats/m,
    /^epoch 15: 3\d\.\d \+ 4\.\d$/m,
    /^trained: 3[67]\.\d by one code an image, 3[67]\.\d by a hundred$/m,
    /^2 of 2 numbers in use$/m,
  ],
  '05-gan': [
    // As varied as real images, and no word of a collapse.
    /^epoch 5: two images differ by (4\.[5-9]|5\.[0-3]), real ones by 4\.9\n[ .:*#]+\n/m,
    // The top of a square, and a line through a cross.
    /#{4}/,
    /\*#\*|###/,
  ],
  '06-char-rnn': [
    /^180 names, 26 tokens, 23354 numbers$/m,
    // A guess among 26 costs log 26 = 3.26 nats.
    /^untrained: 3\.2\d nats/m,
    /^trained: 2\.[0-3]\d$/m,
    /^elements of its own: .*ium/m,
    /^constellations of its own: (\w+, ){5}/m,
    /^ca\.\.\. as one of the elements: ca\w*ium$/m,
    /^ca\.\.\. as one of the constellations: ca\w+$/m,
  ],
};

describe('examples', () => {
  const lessons = readdirSync(join(repositoryRoot, 'examples'))
    .filter((file) => /^\d\d-.*\.ts$/.test(file))
    .map((file) => file.replace(/\.ts$/, ''));

  test('there are at least three', () => expect(lessons.length).toBeGreaterThanOrEqual(3));

  test.each(lessons)('%s says what it promises', (lesson) => {
    const output = run(lesson);
    expect(promises[lesson]).toBeDefined();
    for (const promise of promises[lesson]!) expect(output).toMatch(promise);
  });

  test.each(['02-forecast', '03-train', '04-vae', '05-gan', '06-char-rnn'])(
    '%s draws the same numbers each time',
    (lesson) => {
      expect(run(lesson)).toBe(run(lesson));
    },
  );
});
