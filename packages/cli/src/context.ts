/**
 * The world a command runs in: its streams, environment, clock and the signal of Ctrl-C.
 *
 * Commands take all of it as one argument and touch `process` nowhere else, so that a test can hand them another world.
 */

import { join } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { OutputClosed, SaveError } from './errors.ts';

export interface InputStream {
  readonly isTTY: boolean;
  /** The bytes as they come; ends with the stream. */
  chunks(): AsyncIterable<Uint8Array>;
}

export interface OutputStream {
  readonly isTTY: boolean;
  /** Columns of the terminal, or null where there is none. */
  readonly columns: number | null;
  /** Lines of the terminal, or null where there is none. */
  readonly rows: number | null;
  /** Resolves when the stream can take more; rejects with `OutputClosed` where the reader has gone. */
  write(text: string): Promise<void>;
}

export interface Context {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How the user calls this program, for commands to paste: `gen` or `pnpm gen`. */
  readonly program: string;
  /** Aborted by Ctrl-C, and by a request to end or a terminal that closes. */
  readonly signal: AbortSignal;
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
}

/** The context of this process. The first Ctrl-C (or SIGTERM, SIGHUP) aborts its signal; a second one ends the process at once. */
export function processContext(): Context {
  const interrupt = new AbortController();
  // Whoever ends the process, a file that is half written goes.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => interrupt.abort());
  return {
    stdin: {
      get isTTY() {
        return process.stdin.isTTY === true;
      },
      chunks: () => addAbortSignal(interrupt.signal, process.stdin),
    },
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    program: programOf(process.env, process.cwd()),
    signal: interrupt.signal,
    now: () => performance.now(),
  };
}

/** `pnpm gen` where pnpm runs it from the workspace's root, `pnpm -w gen` from a folder below, else `gen`. */
export function programOf(env: Context['env'], cwd: string): string {
  if (env.npm_lifecycle_event !== 'gen') return 'gen';
  return env.npm_package_json === join(cwd, 'package.json') ? 'pnpm gen' : 'pnpm -w gen';
}

function outputOf(stream: NodeJS.WriteStream): OutputStream {
  // Without a listener an error event would end the process; each write hears of it through its callback.
  stream.on('error', () => {});
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.isTTY && stream.columns > 0 ? stream.columns : null;
    },
    get rows() {
      return stream.isTTY && stream.rows > 0 ? stream.rows : null;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => {
          if (!error) resolve();
          else reject(isClosedPipe(error) ? new OutputClosed() : unwritable(error));
        });
      }),
  };
}

function isClosedPipe(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';
}

function unwritable(error: NodeJS.ErrnoException): SaveError {
  const reason = error.code === 'ENOSPC' ? 'no space left on the device' : error.message;
  return new SaveError(`cannot write the output: ${reason}`);
}
