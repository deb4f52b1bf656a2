/** Four small models on random data, as a benchmark trains them. A table of contents. */

import type { Prng } from '@ferrogen/core';
import { dcgan } from './dcgan.ts';
import { gpt } from './gpt.ts';
import { lstm } from './lstm.ts';
import type { TrainingTask } from './task.ts';
import { vae } from './vae.ts';

export type { TrainingTask } from './task.ts';

/** The tasks by name; the argument decides weights, data and noise. */
export const tasks = { dcgan, vae, lstm, gpt } satisfies Record<
  string,
  (random: Prng) => TrainingTask
>;

export type TaskName = keyof typeof tasks;

export const taskNames = Object.keys(tasks) as readonly TaskName[];

/** Whether there is a task of that name. */
export const isTaskName = (name: string): name is TaskName => Object.hasOwn(tasks, name);
