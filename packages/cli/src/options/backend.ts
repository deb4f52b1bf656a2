/** The flag that names a tensor backend. */

import type { Flags } from '../define-command.ts';
import type { Arguments } from './arguments.ts';

/** Every backend that the ladder knows, the one taken first coming first. */
export const backendNames = ['tensorflow', 'webgpu', 'native', 'wasm', 'cpu'] as const;

export type BackendName = (typeof backendNames)[number];

export const backendFlag = {
  backend: {
    value: 'NAME',
    describe: 'tensor backend to use, and no other',
    default: 'the first that works',
    choices: backendNames,
  },
} satisfies Flags;

/** The backend that was asked for, or null. */
export function parseBackend(args: Arguments): BackendName | null {
  return args.choice('backend', backendNames);
}
