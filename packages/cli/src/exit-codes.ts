/**
 * What the process says and returns when a command throws. The only place that knows exit codes.
 * Errors are told apart by their stable codes.
 */

import { commands } from './commands/index.ts';
import { flagsOf } from './define-command.ts';
import { trainingDefaults } from './images/training-defaults.ts';
import { flagOf, hintOf } from './mend.ts';

export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  data: 3,
  missing: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What the command line alone can advise. */
const hintsByCode: Readonly<Record<string, string>> = {
  SERIES_NOT_POSITIVE: '--diff 1 instead of --log-returns takes any values',
  FILE_TOO_LARGE: 'gen doctor says whether the native kernels are in use',
};

/** Failures that are no fault of the program: there is no place for the result, or training has diverged. */
const failures: ReadonlySet<string> = new Set([
  'OUTPUT_UNWRITABLE',
  'FILE_UNWRITABLE',
  'FILE_NO_SPACE',
  'LOSS_NOT_FINITE',
  'PARAMETER_NOT_FINITE',
]);

/** What is told of an error: `error:` line(s), then `hint:`. */
export interface ErrorReport {
  readonly exitCode: ExitCode;
  readonly message: string;
  /** How to mend it, or null. */
  readonly hint: string | null;
}

/** Puts any thrown value into words. An abort is an interrupt by the user; a reader that left is no error. */
export function reportOf(error: unknown): ErrorReport {
  if (!(error instanceof Error)) {
    return { exitCode: exitCodes.failed, message: String(error), hint: null };
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const hint = hintOf(error) ?? hintsByCode[code] ?? null;
  if (error.name === 'AbortError') {
    const message = code === 'INTERRUPTED' ? error.message : 'interrupted';
    return { exitCode: exitCodes.interrupted, message, hint };
  }
  const exitCode = exitCodeOf(code);
  if (exitCode !== exitCodes.failed || failures.has(code)) {
    return { exitCode, message: error.message, hint: hint ?? flagHint(error) };
  }
  if (isOutOfMemory(error)) {
    const message = `there is not enough memory for this: ${error.message}`;
    return {
      exitCode,
      message,
      hint: 'a smaller model, a smaller batch or fewer images need less',
    };
  }
  return {
    exitCode,
    message: error.message || error.name,
    hint: hint ?? 'this looks like a fault of gen itself; GEN_DEBUG=1 shows where it happened',
  };
}

function exitCodeOf(code: string): ExitCode {
  if (code === 'OUTPUT_CLOSED') return exitCodes.done;
  if (/^(USAGE|OPTION_INVALID|RUN_EXISTS|RUN_FOREIGN)$/.test(code)) return exitCodes.usage;
  if (failures.has(code)) return exitCodes.failed;
  if (
    /^(FILE|CSV|IDX|PNG|IMAGES?|DATASET|SERIES|MODEL_FILE|SAFETENSORS|VARIABLES|CHECKPOINT|RUN)_/.test(
      code,
    )
  )
    return exitCodes.data;
  if (/^(BACKEND|MODEL)_MISSING$/.test(code)) return exitCodes.missing;
  return exitCodes.failed;
}

/** What V8 says of arrays that are too large for it, or for the machine. */
function isOutOfMemory(error: Error): boolean {
  return (
    error instanceof RangeError &&
    /^(Invalid (typed )?array length|Array buffer allocation failed)/.test(error.message)
  );
}

/**
 * The library names an option as it is typed in code (`holdBack`); people typed `--hold-back`, or set it by `--config`. What is neither (the height of
 * images) has no flag to look up.
 */
function flagHint(error: Error): string | null {
  if (!('option' in error) || typeof error.option !== 'string') return null;
  const { option } = error;
  const settings = Object.values(trainingDefaults).flatMap(({ config, training }) => [
    ...config,
    ...training,
  ]);
  if (settings.includes(option)) return 'see --config in --help';
  const flag = flagOf(option);
  const isFlag = commands.some((command) => Object.hasOwn(flagsOf(command), flag.slice(2)));
  return isFlag ? `see ${flag} in --help` : null;
}
