/** readSeriesFile on the file system: what is not there, what is no file, what can be read only once. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installKernels, referenceKernels } from '@ferrogen/core';
import { FileError, readSeriesFile, readSeriesFileSteps } from '@ferrogen/core/node';
import { afterAll, afterEach, describe, expect } from 'vitest';
import { implementations } from '../support/implementations.ts';
import { itWith } from '../support/shared-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'ferrogen-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => installKernels(referenceKernels));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

for (const { name, kernels, missing } of implementations) {
  const it = itWith(missing);
  describe(`readSeriesFile with the ${name} kernels`, () => {
    it('readSeriesFile says that there is no file, or that it is a directory', () => {
      installKernels(kernels!);
      const path = join(folder, 'none.csv');
      expect(() => readSeriesFile(path)).toThrow(FileError);
      expect(() => readSeriesFile(path)).toThrow(
        expect.objectContaining({ code: 'FILE_NOT_FOUND', path, message: `${path}: no such file` }),
      );
      expect(() => readSeriesFile(folder)).toThrow(
        expect.objectContaining({
          code: 'FILE_IS_DIRECTORY',
          message: `${folder}: this is a directory, not a file`,
        }),
      );
    });

    itWith([...missing, ...(existsSync('/dev/zero') ? [] : ['no /dev/zero'])])(
      'readSeriesFile refuses a device without reading it',
      () => {
        installKernels(kernels!);
        expect(() => readSeriesFile('/dev/zero')).toThrow(
          expect.objectContaining({
            code: 'FILE_IS_DEVICE',
            message: '/dev/zero: this is a device, not a file',
          }),
        );
      },
    );

    itWith([...missing, ...(existsSync('/proc/uptime') ? [] : ['no /proc/uptime'])])(
      'readSeriesFile reads a file that says it is empty and is not',
      () => {
        installKernels(kernels!);
        const { values, columnCount } = readSeriesFile('/proc/uptime', { dateColumn: null });
        expect([values.length, columnCount]).toEqual([1, 2]);
        expect(values[0]).toBeGreaterThan(0);
      },
    );

    it('readSeriesFile names the file and the line of what it refuses', () => {
      installKernels(kernels!);
      const path = write('broken.csv', 'date,close\n2026-01-01,1\n2026-01-02,abc\n2026-01-03,3\n');
      expect(() => readSeriesFile(path)).toThrow(
        expect.objectContaining({
          code: 'CSV_NOT_A_NUMBER',
          message: `${path}:3: column 'close': 'abc' is not a number`,
          line: 3,
        }),
      );
    });

    it('readSeriesFile refuses a header without an end and an empty file', () => {
      installKernels(kernels!);
      const refused = (file: string, code: string) =>
        expect(() => readSeriesFile(file)).toThrow(expect.objectContaining({ code }));
      refused(write('quote.csv', '"date,close\n1,2\n'), 'CSV_UNCLOSED_QUOTE');
      refused(write('long.csv', `"${'x\n'.repeat(700_000)}",y\n1,2\n`), 'CSV_LINE_TOO_LONG');
      refused(write('empty.csv', ''), 'CSV_EMPTY');
    });

    it('readSeriesFile reads a file larger than its head, and reports progress', () => {
      installKernels(kernels!);
      const rows = Array.from({ length: 200_000 }, (_, index) => `${1e9 + 60 * index},${index}.25`);
      const path = write('large.csv', `time,close\n${rows.join('\n')}\n`);
      const steps = readSeriesFileSteps(path);
      const bytes: number[] = [];
      let step = steps.next();
      for (; !step.done; step = steps.next())
        bytes.push(step.value.bytesRead / step.value.bytesTotal);
      expect(bytes.length).toBeGreaterThan(0);
      expect(Math.max(...bytes)).toBeLessThanOrEqual(1);
      expect(step.value).toMatchObject({
        rows: 200_000,
        frequency: 'minutely',
        order: 'ascending',
      });
      expect(step.value.values.at(-1)).toBe(199_999.25);
    });
  });
}

describe('readSeriesFile on a pipe', () => {
  const pipes = spawnSync('mkfifo', [join(folder, 'probe')]).status === 0 ? [] : ['no mkfifo'];
  for (const { name, kernels, missing } of implementations) {
    itWith([...pipes, ...missing])(
      `readSeriesFile reads a pipe once with the ${name} kernels`,
      () => {
        installKernels(kernels!);
        const pipe = join(folder, `${name}.pipe`);
        spawnSync('mkfifo', [pipe]);
        spawnSync('sh', ['-c', `printf 'value\\n1\\n2\\n' > '${pipe}' &`], { stdio: 'ignore' });
        expect([...readSeriesFile(pipe).values]).toEqual([1, 2]);
      },
    );
  }
});
