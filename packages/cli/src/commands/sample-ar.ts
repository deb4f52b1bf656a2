/** `gen sample ar MODEL`: draws paths that the model could go on by. */

import { type ArModel, Prng } from '@ferrogen/core';
import { type HistoryOptions, loadHistory } from '../ar/continue-from.ts';
import { loadArModel } from '../ar/load-model.ts';
import { breathe } from '../breathe.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { UsageError } from '../errors.ts';
import { prepareKernels } from '../input/kernels.ts';
import { aboutSeries, type LoadedSeries } from '../input/load-series.ts';
import type { Arguments } from '../options/arguments.ts';
import { type CommonOptions, parseCommon } from '../options/common.ts';
import { historyFlags, parseHistory } from '../options/history.ts';
import { startProgress } from '../output/progress.ts';
import { assertFree, saveFile } from '../output/save-file.ts';
import { note, printLines } from '../output/say.ts';
import { freeName, shellQuote } from '../paste.ts';
import { styleOf } from '../render/style.ts';

const shockKinds = ['gaussian', 'bootstrap'] as const;
/** 2 GiB of values: more is a slip of the finger, or better drawn in several runs. */
const maxValues = 2 ** 28;

export interface SampleArOptions {
  readonly model: string;
  readonly paths: number;
  readonly steps: number;
  readonly shocks: (typeof shockKinds)[number];
  readonly history: HistoryOptions | null;
  readonly out: string | null;
  readonly force: boolean;
  readonly common: CommonOptions;
  readonly typed: readonly string[];
}

export function parseSampleAr(args: Arguments): SampleArOptions {
  const options: SampleArOptions = {
    model: args.operands[0]!,
    paths: args.integer('paths', { min: 1 }) ?? 100,
    steps: args.integer('steps', { min: 1 }) ?? 24,
    shocks: args.choice('shocks', shockKinds) ?? 'gaussian',
    history: parseHistory(args),
    out: args.text('out'),
    force: args.isOn('force'),
    common: parseCommon(args),
    typed: args.typed,
  };
  if (options.paths * options.steps > maxValues) {
    throw new UsageError(
      `--paths ${options.paths} times --steps ${options.steps} is more than ${maxValues} values at once`,
      'draw them in several runs with different --seed',
    );
  }
  if (options.shocks === 'bootstrap' && options.history === null) {
    throw new UsageError(
      '--shocks bootstrap draws from the residuals of a series, and a model file holds none',
      'add --history FILE with the values that the model was fitted to',
    );
  }
  return options;
}

async function runSampleAr(options: SampleArOptions, context: Context): Promise<void> {
  const { common, out, paths, steps } = options;
  const save = {
    force: options.force,
    signal: context.signal,
    inUse: [options.model, ...(options.history ? [options.history.file] : [])],
  };
  if (out !== null) await assertFree('--out', out, save);
  const model = await loadArModel(options.model, context);
  await prepareKernels(context, common);
  const loaded = options.history && (await loadHistory(model, options.history, context, common));

  const random = common.seed === null ? Prng.fromEntropy() : new Prng(common.seed);
  // Even when quiet: without it the paths could not be drawn again.
  await context.stderr.write(`seed ${random.seed}\n`);
  const draw = () => model.sample(steps, { paths, random, ...startOf(model, loaded, options) });
  const values = loaded ? aboutSeries(loaded.series, draw) : draw();

  const { pathsCsv, pathsJson } = await import('../render/csv.ts');
  const progress = startProgress(`writing ${out ?? 'to stdout'}`, context, common);
  try {
    if (out !== null) {
      await saveFile(out, pathsCsv(values, steps, progress.report), save);
      if (common.json) await note(`saved ${out}`, context, common);
    }
    if (common.json) {
      const head = JSON.stringify({
        schemaVersion: 1,
        kind: 'ar-sample',
        model: options.model,
        paths,
        steps,
        seed: random.seed,
        shocks: options.shocks,
      });
      await writeAll(context, [`${head.slice(0, -1)},"values":`]);
      await writeAll(context, pathsJson(values, steps, progress.report));
      return await writeAll(context, ['}\n']);
    }
    if (out === null && !context.stdout.isTTY) {
      return await writeAll(context, pathsCsv(values, steps, progress.report));
    }
  } finally {
    progress.done();
  }
  const { renderSample } = await import('../render/ar-sample.ts');
  const view = {
    file: options.model,
    model,
    values,
    paths,
    steps,
    recent: loaded
      ? Array.from(loaded.values.subarray(-200))
      : model.toJSON().series.lastValues.map((value) => value ?? Number.NaN),
    next: out === null ? nextCommand(options, random.seed, context) : null,
    saved: out,
  };
  const style = styleOf(context.stdout, context.env, common);
  return printLines(renderSample(view, style), context, style.width);
}

/** Where the paths begin and what shakes them. */
function startOf(model: ArModel, loaded: LoadedSeries | null, { shocks }: SampleArOptions) {
  if (!loaded) return {};
  const { values } = loaded;
  return shocks === 'bootstrap'
    ? { history: values, shocks: { bootstrap: model.residuals(values) } }
    : { history: values };
}

/** Writes piece after piece, each when the reader has taken the one before; stops at Ctrl-C. */
async function writeAll(context: Context, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    await context.stdout.write(piece);
    // A pipe is written to at once, so only this lets Ctrl-C be heard.
    await breathe(context);
  }
}

/** The same draw again, saved. */
function nextCommand(options: SampleArOptions, seed: number, context: Context): string[] {
  const name = freeName(options.model, 'paths', '.csv');
  const seeded = options.common.seed === null ? ['--seed', String(seed)] : [];
  return [context.program, ...[...options.typed, ...seeded, '--out', name].map(shellQuote)];
}

export const sampleAr = defineCommand<SampleArOptions>({
  path: ['sample', 'ar'],
  operands: [{ name: 'MODEL', describe: 'a model file of gen fit-ar --out; - reads stdin' }],
  summary: 'draw sample paths from a saved autoregression',
  flags: {
    Paths: {
      paths: { value: 'N', describe: 'how many', default: '100' },
      steps: { value: 'N', describe: 'how long', default: '24' },
      shocks: {
        value: 'KIND',
        choices: shockKinds,
        describe: 'normal shocks, or residuals of --history drawn with replacement',
        default: 'gaussian',
      },
    },
    'New values': historyFlags,
    Result: {
      out: {
        value: 'FILE.csv',
        describe:
          'save path,step,value lines; without it they go to stdout where that is no terminal',
      },
      force: { describe: 'let --out replace a file' },
    },
  },
  examples: [
    {
      command: 'gen sample ar prices.ar2.json --paths 100 --steps 24 --seed 1',
      about: 'a hundred paths of 24 steps; the seed makes them the same every time',
    },
    {
      command:
        'gen sample ar prices.ar2.json --shocks bootstrap --history examples/prices.csv --out paths.csv',
      about: "shocks drawn from the residuals of the file's values, saved as CSV",
    },
  ],
  parse: parseSampleAr,
  run: runSampleAr,
});
