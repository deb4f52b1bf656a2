/**
 * `state.json` of a checkpoint: all of its state that is no tensor. Nothing that is read is trusted: sums tell what was damaged,
 * not what somebody wrote.
 */

import type { CheckpointEvent } from '../../train/events.ts';
import type { TrainingPosition } from '../../train/state.ts';

/** What `state.json` says. */
export interface CheckpointState {
  readonly position: TrainingPosition;
  /** How many updates each optimiser has made, by name. */
  readonly optimizerSteps: ReadonlyMap<string, number>;
  readonly event: CheckpointEvent;
}

/** Counts changes of the format that an older reader would not understand. */
export const VERSION = 1;

/** The text of `state.json`. */
export function encodeState({ position, optimizerSteps, event }: CheckpointState): string {
  const optimizers = Object.fromEntries(
    [...optimizerSteps].map(([name, steps]) => [name, { steps }]),
  );
  return `${JSON.stringify({ version: VERSION, ...position, optimizers, event }, null, 2)}\n`;
}

/**
 * What a `state.json` says, or the version that wrote it where that is another one.
 * @throws SyntaxError where it is no such text
 */
export function decodeState(text: string): CheckpointState | { readonly version: number } {
  const json: unknown = JSON.parse(text);
  const version = field(json, 'version', isCount);
  if (version !== VERSION) return { version };
  const random = field(json, 'random', isObject);
  const optimizers = field(json, 'optimizers', isObject);
  const event = field(json, 'event', isObject);
  const step = field(json, 'step', isCount);
  return {
    position: {
      step,
      random: { seed: field(random, 'seed', isCount), key: field(random, 'key', isKey) },
      batchSize: field(json, 'batchSize', isCount),
      batchesPerEpoch: field(json, 'batchesPerEpoch', isCount),
      epochLosses: field(json, 'epochLosses', isNumbers),
      backend: field(json, 'backend', isText),
    },
    optimizerSteps: new Map(
      Object.entries(optimizers).map(([name, each]) => [name, field(each, 'steps', isCount)]),
    ),
    event: {
      kind: field(event, 'kind', (kind) => kind === 'checkpoint'),
      step: field(event, 'step', (at): at is number => at === step),
      epoch: field(event, 'epoch', isCount),
      reason: field(event, 'reason', isReason),
    },
  };
}

/** A field of an object, of the kind that it must be. */
function field<Kind>(object: unknown, name: string, is: (value: unknown) => value is Kind): Kind {
  const value = isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
  if (is(value)) return value;
  const seen = JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
  throw new SyntaxError(`state.json cannot have ${seen} for ${name}`);
}

type Test<Kind> = (value: unknown) => value is Kind;

const isObject: Test<Record<string, unknown>> = (value): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount: Test<number> = (value): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

const isText: Test<string> = (value) => typeof value === 'string';

const isNumbers: Test<Record<string, number>> = (value): value is Record<string, number> =>
  isObject(value) && Object.values(value).every(Number.isFinite);

const isKey: Test<[number, number]> = (value): value is [number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((word) => isCount(word) && word < 2 ** 32);

const isReason: Test<CheckpointEvent['reason']> = (value): value is CheckpointEvent['reason'] =>
  ['scheduled', 'aborted', 'finished'].includes(value as string);
