/**
 * Running other programs: output where it is wanted, signals passed on, exit codes passed back.
 */

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './workspace.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program to its end, in the root of the repository unless `cwd` says otherwise.
 *
 * `output` is `inherit` (the program writes where we write) or `collect` (all it writes is returned as text, in the
 * order written, and it reads nothing). A signal that reaches us is sent on to it.
 *
 * @returns `{ code, output }`; the code of a program that died of a signal, or was sent one by us, is 128 + its number
 */
export function run(command, args, { cwd = root, env = process.env, output = 'inherit' } = {}) {
  const stdio = output === 'collect' ? ['ignore', 'pipe', 'pipe'] : 'inherit';
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio });
    let text = '';
    let sent = null;
    const forward = (signal) => {
      sent = signal;
      child.kill(signal);
    };
    const collect = (chunk) => {
      text += chunk;
    };
    for (const signal of forwarded) process.on(signal, forward);
    child.stdout?.setEncoding('utf8').on('data', collect);
    child.stderr?.setEncoding('utf8').on('data', collect);
    const settle = (finish) => {
      for (const signal of forwarded) process.off(signal, forward);
      finish();
    };
    child.on('error', (error) => settle(() => reject(error)));
    child.on('close', (code, signal) => {
      const died = sent ?? signal;
      settle(() =>
        resolve({ code: died === null ? code : 128 + constants.signals[died], output: text }),
      );
    });
  });
}

/** Runs a JavaScript file with this Node, as `run` does. */
export function runNode(file, args, options) {
  return run(process.execPath, [file, ...args], options);
}

/** One line for people, on stderr. */
export function say(line) {
  process.stderr.write(`ferrogen: ${line}\n`);
}
