/** The log of a run: `log.jsonl`, one event a line. */

import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
} from 'node:fs';
import type { CheckpointEvent, TrainingEvent } from '../../train/events.ts';
import { fileError, refuseIrregular, writeError } from '../file-error.ts';
import { writeAll, writeFileAtomically } from '../write-file.ts';
import { RunError } from './run-error.ts';

/** A log that is being written. */
export class EventLog {
  readonly #path: string;
  readonly #file: number;
  /** Whether the file system counts the names of files; some do not. */
  readonly #countsNames: boolean;

  /** Opens it at its end; it is made where it is not there. */
  constructor(path: string) {
    this.#path = path;
    try {
      this.#file = openSync(path, 'a');
      this.#countsNames = fstatSync(this.#file).nlink > 0;
    } catch (cause) {
      throw writeError(path, cause);
    }
  }

  /**
   * Adds an event, or nothing where it does not fit on the disk.
   * @throws RunError where another process has put its own log in this one's place
   */
  append(event: TrainingEvent): void {
    this.#try((size) => {
      try {
        writeAll(this.#file, lineOf(event));
      } catch (error) {
        // Half a line would swallow the next one.
        ftruncateSync(this.#file, size);
        throw error;
      }
    });
  }

  /**
   * Waits until all of it is on the disk.
   * @throws RunError as `append`
   */
  sync(): void {
    this.#try(() => fsyncSync(this.#file));
  }

  close(): void {
    closeSync(this.#file);
  }

  #try(write: (size: number) => void): void {
    try {
      const { nlink, size } = fstatSync(this.#file);
      if (this.#countsNames && nlink === 0)
        throw new RunError('RUN_TAKEN', this.#path, 'this log was replaced or removed', {
          hint: 'did another process take this run up? one at a time can',
        });
      write(size);
    } catch (cause) {
      throw writeError(this.#path, cause);
    }
  }
}

/**
 * Cuts a log back to a checkpoint, so that it becomes that of a run which was never stopped: what came after is gone, and so
 * are checkpoints that were off the schedule.
 */
export function rewindLog(path: string, checkpoint: CheckpointEvent): void {
  const kept = existsSync(path)
    ? readEvents(path).filter((event) => belongs(event, checkpoint))
    : [];
  const told = kept.some(({ kind, step }) => kind === 'checkpoint' && step === checkpoint.step);
  // The process may have been stopped between saving and telling.
  if (!told && checkpoint.reason === 'scheduled') kept.push(checkpoint);
  writeFileAtomically(path, kept.map(lineOf));
}

/**
 * The events of a log. Lines that are no events, such as a last one cut short, are passed over.
 * @throws FileError where it is not there, or no regular file, or cannot be read
 */
export function readEvents(path: string): TrainingEvent[] {
  refuseIrregular(path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw fileError(path, cause);
  }
  return text.split('\n').flatMap((line) => parseEvent(line) ?? []);
}

function lineOf(event: TrainingEvent): Uint8Array {
  return Buffer.from(`${JSON.stringify(event)}\n`);
}

function belongs(event: TrainingEvent, checkpoint: CheckpointEvent): boolean {
  if (event.step > checkpoint.step) return false;
  return event.kind !== 'checkpoint' || event.reason === 'scheduled';
}

function parseEvent(line: string): TrainingEvent | null {
  try {
    const event = JSON.parse(line) as TrainingEvent | null;
    return typeof event?.kind === 'string' && typeof event.step === 'number' ? event : null;
  } catch {
    return null;
  }
}
