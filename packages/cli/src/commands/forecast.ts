/** `gen forecast MODEL`: forecasts of a saved model, from its own last values or from those of a file. */

import { type HistoryOptions, loadHistory } from '../ar/continue-from.ts';
import { loadArModel } from '../ar/load-model.ts';
import { type ArForecastResult, dataResult } from '../ar/results.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { prepareKernels } from '../input/kernels.ts';
import { aboutSeries } from '../input/load-series.ts';
import type { Arguments } from '../options/arguments.ts';
import { type CommonOptions, parseCommon } from '../options/common.ts';
import { levelFlag, parseLevels, parseSteps } from '../options/forecast.ts';
import { historyFlags, parseHistory } from '../options/history.ts';
import { assertFree, saveFile } from '../output/save-file.ts';
import { note, printJson, printLines } from '../output/say.ts';
import { styleOf } from '../render/style.ts';

interface ForecastCommandOptions {
  readonly model: string;
  readonly history: HistoryOptions | null;
  readonly steps: number;
  readonly levels: readonly number[];
  /** Path of a CSV file to write, or null. */
  readonly out: string | null;
  readonly force: boolean;
  readonly common: CommonOptions;
}

function parseForecast(args: Arguments): ForecastCommandOptions {
  return {
    model: args.operands[0]!,
    history: parseHistory(args),
    steps: parseSteps(args, 'steps', 24),
    levels: parseLevels(args),
    out: args.text('out'),
    force: args.isOn('force'),
    common: parseCommon(args),
  };
}

async function runForecast(options: ForecastCommandOptions, context: Context): Promise<void> {
  const { common, out, history } = options;
  const save = {
    force: options.force,
    signal: context.signal,
    inUse: [options.model, ...(options.history ? [options.history.file] : [])],
  };
  if (out !== null) await assertFree('--out', out, save);
  const model = await loadArModel(options.model, context);
  if (history) await prepareKernels(context, common);
  const loaded = history && (await loadHistory(model, history, context, common));
  const goOn = () =>
    model.forecast(options.steps, {
      levels: options.levels,
      ...(loaded ? { history: loaded.values } : {}),
    });
  const result: ArForecastResult = {
    schemaVersion: 1,
    kind: 'ar-forecast',
    model: options.model,
    history: loaded && dataResult(history!.file, loaded),
    forecast: loaded ? aboutSeries(loaded.series, goOn) : goOn(),
  };
  if (out !== null) {
    const { forecastCsv } = await import('../render/csv.ts');
    await saveFile(out, forecastCsv(result.forecast), save);
    await note(`saved ${out}`, context, common);
  }
  if (common.json) return printJson(result, context);
  const { renderForecast } = await import('../render/ar-forecast.ts');
  const recent = loaded ? loaded.values : model.toJSON().series.lastValues;
  const view = {
    model,
    recent: Array.from(recent.slice(-200), (value) => value ?? Number.NaN),
    lastDate: loaded?.series.lastDate ?? null,
    transform: loaded?.transform ?? model.source,
  };
  const style = styleOf(context.stdout, context.env, common);
  return printLines(renderForecast(result, view, style), context, style.width);
}

export const forecast = defineCommand<ForecastCommandOptions>({
  path: ['forecast'],
  operands: [{ name: 'MODEL', describe: 'a model file of gen fit-ar --out; - reads stdin' }],
  summary: 'forecast with a saved autoregression, from its own or from new values',
  flags: {
    Forecast: {
      steps: { value: 'N', describe: 'how far', default: '24' },
      ...levelFlag,
    },
    'New values': historyFlags,
    Result: {
      out: { value: 'FILE.csv', describe: 'save the forecast as CSV' },
      force: { describe: 'let --out replace a file' },
    },
  },
  examples: [
    {
      command: 'gen forecast prices.ar2.json --steps 10',
      about: 'ten steps on from the values that the model was fitted to',
    },
    {
      command: 'gen forecast prices.ar2.json --history examples/prices.csv --level 0.9 --json',
      about: 'on from the last values of a file, with 90% intervals, as JSON',
    },
  ],
  parse: parseForecast,
  run: runForecast,
});
