/** Looks into the folder of a training run: what is trained, how far it is, and what it has made. Changes nothing in it. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Checkpoint,
  decodePng,
  type ModelDescription,
  RunError,
  readCheckpoint,
  readEvents,
  readRunModel,
} from '@ferrogen/core/node';
import type { TrainingEvent } from '@ferrogen/core/train';
import { ownImages } from '../images/own-images.ts';
import type { Images } from '../render/first-images.ts';
import { adviceOf } from '../train/open-run.ts';
import { type RunSettings, readRunSettings } from '../train/run-settings.ts';
import type { Inspected, InspectRequest, RunInspection } from './inspection.ts';
import { refuseReadFlags } from './refuse-read-flags.ts';

/** What a run has from its first moment on. */
const LOG = 'log.jsonl';

/** Whether a path is the folder of a run. */
export function isRun(path: string): boolean {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder && existsSync(join(path, LOG));
}

/** Throws `UsageError` where a flag says how to read a table, `FileError` where a file of the run cannot be read. */
export async function inspectRun({
  input: { file: path, name },
  read,
}: Pick<InspectRequest, 'input' | 'read'>): Promise<Inspected> {
  refuseReadFlags(read, name, 'is the folder of a run');
  const settings = settingsOf(path);
  const events = readEvents(join(path, LOG));
  const { checkpoint, problem } = newestOf(path);
  const model = checkpoint?.model ?? publishedModel(path);
  const sample = lastSample(path);
  const film = join(path, 'samples/training.gif');
  const inspection: RunInspection = {
    schemaVersion: 1,
    kind: 'inspection',
    format: 'run',
    file: path,
    model: model?.kind ?? settings?.model ?? null,
    config: model?.config ?? null,
    card: model?.card ?? settings?.card ?? null,
    settings: settings && trainedBy(settings),
    steps: events.reduce((most, { step }) => Math.max(most, step), 0),
    stepsInAll: stepsInAll(settings, checkpoint),
    losses: {
      step: lastLosses(events, 'step'),
      epoch: lastLosses(events, 'epoch'),
      evaluate: lastLosses(events, 'evaluate'),
    },
    checkpoint: checkpoint && {
      path: checkpoint.path,
      step: checkpoint.state.step,
      backend: checkpoint.state.backend,
    },
    sample,
    film: existsSync(film) ? film : null,
    warnings: events.flatMap((event) => (event.kind === 'warning' ? [event.message] : [])),
    problem,
  };
  return { inspection, values: null, images: sample === null ? null : imagesOf(sample, model) };
}

/** Null where the run is none of `gen train`'s. */
function settingsOf(path: string): RunSettings | null {
  try {
    return readRunSettings(path);
  } catch (error) {
    if (error instanceof RunError) return null;
    throw error;
  }
}

function trainedBy(settings: RunSettings): RunInspection['settings'] {
  const { model: _, card: __, ...rest } = settings;
  return rest;
}

/** The newest checkpoint, every byte of it looked at, or why there is none: to say that is what an inspection is for. */
function newestOf(path: string): {
  checkpoint: Checkpoint | null;
  problem: RunInspection['problem'];
} {
  try {
    return { checkpoint: readCheckpoint(path), problem: null };
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    const { code, message, hint } = adviceOf(error);
    return { checkpoint: null, problem: { code, message, hint } };
  }
}

/** The model beside the checkpoints, for where those are damaged; null where it cannot be read either. */
function publishedModel(path: string): ModelDescription | null {
  try {
    return readRunModel(path);
  } catch {
    return null;
  }
}

/** Null where the epochs are known and how many steps one has is not. */
function stepsInAll(settings: RunSettings | null, checkpoint: Checkpoint | null): number | null {
  if (settings === null || settings.epochs === null) return settings?.steps ?? null;
  return checkpoint && settings.epochs * checkpoint.state.batchesPerEpoch;
}

function lastLosses(
  events: readonly TrainingEvent[],
  kind: 'step' | 'epoch' | 'evaluate',
): RunInspection['losses']['step'] {
  const last = events.findLast((event) => event.kind === kind);
  if (last === undefined || !('losses' in last)) return null;
  const { step, epoch, losses } = last;
  return { step, epoch, losses };
}

/** The path of the newest picture, or null. */
function lastSample(path: string): string | null {
  const folder = join(path, 'samples');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const stepOf = (name: string) => Number(/^step-(\d+)\.png$/.exec(name)?.[1] ?? Number.NaN);
  const [last] = names
    .filter((name) => !Number.isNaN(stepOf(name)))
    .sort((a, b) => stepOf(b) - stepOf(a));
  return last === undefined ? null : join(folder, last);
}

/** The images of a picture; null where it cannot be read, or is no grid of what the model makes. */
function imagesOf(path: string, model: ModelDescription | null): Images | null {
  const { height, width } = model?.config ?? {};
  if (typeof height !== 'number' || typeof width !== 'number') return null;
  try {
    const { pixels } = ownImages(decodePng(readFileSync(path), path), { height, width });
    return { pixels, height, width };
  } catch {
    return null;
  }
}
