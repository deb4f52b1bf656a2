import { CsvError, ModelFileError, OptionError, SeriesError } from '@ferrogen/core';
import { SafetensorsError } from '@ferrogen/core/io';
import { FileError, RunError } from '@ferrogen/core/node';
import { describe, expect, it } from 'vitest';
import { OutputClosed, SaveError, UsageError } from './errors.ts';
import { exitCodes, reportOf } from './exit-codes.ts';

function thrownBy(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return error;
  }
}

const aborted = AbortSignal.abort().reason;

describe('reportOf', () => {
  it('reportOf gives every kind of error its exit code', () => {
    const cases: [unknown, number][] = [
      [new UsageError('x'), 2],
      [new OptionError('lags', 'x'), 2],
      [new RunError('RUN_EXISTS', 'runs/a', 'x'), 2],
      [new CsvError('CSV_EMPTY', 'x'), 3],
      [new SeriesError('SERIES_GAP', 'x'), 3],
      [new ModelFileError('x'), 3],
      [Object.assign(new Error('x'), { code: 'VARIABLES_MISMATCH' }), 3],
      [new FileError('FILE_NOT_FOUND', 'a.csv', 'x'), 3],
      [new FileError('FILE_NO_SPACE', 'model.safetensors', 'x'), 1],
      [new FileError('FILE_UNWRITABLE', 'model.safetensors', 'x'), 1],
      [new RunError('CHECKPOINT_DAMAGED', 'runs/a', 'x'), 3],
      [new RunError('RUN_NOT_FOUND', 'runs/a', 'x'), 3],
      [new SafetensorsError('SAFETENSORS_SYNTAX', 'x'), 3],
      [new SaveError('x'), 1],
      [new OutputClosed('x'), 0],
      [Object.assign(new Error('x'), { code: 'BACKEND_MISSING' }), 4],
      [aborted, 130],
      [new Error('x'), 1],
      ['a string', 1],
    ];
    for (const [error, code] of cases) expect(reportOf(error).exitCode, String(error)).toBe(code);
  });

  it('reportOf passes hints on, and points from an option in code to its flag', () => {
    expect(reportOf(new SeriesError('SERIES_GAP', 'x', { hint: 'fill it' })).hint).toBe('fill it');
    const mend = { option: 'missing', value: 'segments' } as const;
    expect(reportOf(new SeriesError('SERIES_GAP', 'x', { hint: 'go on', mend })).hint).toBe(
      'go on: --missing segments',
    );
    expect(reportOf(new FileError('FILE_TOO_LARGE', 'a.csv', 'x')).hint).toContain('gen doctor');
    expect(reportOf(new OptionError('holdBack', 'x')).hint).toBe('see --hold-back in --help');
    expect(reportOf(new OptionError('discriminatorSteps', 'x')).hint).toBe(
      'see --config in --help',
    );
    // Not everything that the library calls an option has a flag.
    expect(reportOf(new OptionError('height', 'x')).hint).toBeNull();
  });

  it('reportOf tells a lack of memory from a fault of the program', () => {
    for (const make of [() => new Float64Array(2 ** 52), () => new Array(-1)]) {
      const { exitCode, message, hint } = reportOf(thrownBy(make));
      expect(exitCode).toBe(exitCodes.failed);
      expect(message).toContain('not enough memory');
      expect(hint).toContain('smaller');
    }
  });

  it('reportOf owns up to faults of the program itself', () => {
    const report = reportOf(new TypeError('x is not a function'));
    expect(report.exitCode).toBe(exitCodes.failed);
    expect(report.hint).toContain('GEN_DEBUG=1');
    for (const error of [
      new FileError('FILE_NO_SPACE', 'model.safetensors', 'x'),
      Object.assign(new Error('x'), { code: 'LOSS_NOT_FINITE' }),
    ])
      expect(reportOf(error)).toEqual({ exitCode: exitCodes.failed, message: 'x', hint: null });
  });
});
