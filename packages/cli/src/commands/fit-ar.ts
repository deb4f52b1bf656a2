/** `gen fit-ar FILE`: fits an autoregression to one column of a file, and forecasts. */

import { criteria, trends } from '@ferrogen/core';
import type { FitRequest, OrderRequest } from '../ar/fit-series.ts';
import { type ArFitResult, isOrder } from '../ar/results.ts';
import { breathe } from '../breathe.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { UsageError } from '../errors.ts';
import { prepareKernels } from '../input/kernels.ts';
import { aboutSeries, loadSeries, type Transform } from '../input/load-series.ts';
import { openInput } from '../input/read-input.ts';
import type { Arguments } from '../options/arguments.ts';
import { type CommonOptions, parseCommon } from '../options/common.ts';
import { levelFlag, parseLevels, parseSteps } from '../options/forecast.ts';
import {
  parseReadOptions,
  parseTransform,
  type ReadOptions,
  seriesFlags,
  transformFlags,
} from '../options/series.ts';
import { assertFree, saveFile } from '../output/save-file.ts';
import { detail, note, printJson, printLines } from '../output/say.ts';
import { freeName, shellQuote, withoutFlag } from '../paste.ts';
import { formatDuration } from '../render/numbers.ts';
import { styleOf } from '../render/style.ts';

export interface FitArOptions {
  readonly fit: FitRequest;
  readonly read: ReadOptions;
  readonly transform: Transform;
  readonly out: string | null;
  readonly report: string | null;
  readonly force: boolean;
  readonly common: CommonOptions;
  /** The command line, for the next command to paste. */
  readonly typed: readonly string[];
}

export function parseFitAr(args: Arguments): FitArOptions {
  const { logReturns, diff } = parseTransform(args);
  const read = parseReadOptions(args);
  return {
    fit: {
      file: args.operands[0]!,
      order: parseOrder(args),
      trend: args.choice('trend', trends) ?? 'c',
      holdBack: args.integer('hold-back'),
      useT: args.isOn('use-t'),
      missing: read.missing ?? 'refuse',
      steps: parseSteps(args, 'forecast', 24, 0),
      levels: parseLevels(args),
    },
    read,
    transform: { diff: diff ?? 0, logReturns: logReturns ?? false },
    out: args.text('out'),
    report: args.text('report'),
    force: args.isOn('force'),
    common: parseCommon(args),
    typed: args.typed,
  };
}

function parseOrder(args: Arguments): OrderRequest {
  const order = args.integer('p', { max: 5000 });
  const lags = args.numbers(
    'lags',
    'whole numbers of at least 1, as in 1,2,12',
    (lag) => Number.isSafeInteger(lag) && lag >= 1,
  );
  const criterion = args.choice('select', criteria);
  const maxLag = args.integer('max-p', { min: 1, max: 5000 });
  const choice = criterion === null ? (maxLag === null ? null : '--max-p') : '--select';
  const given = [order === null ? null : '--p', lags === null ? null : '--lags', choice].filter(
    (flag) => flag !== null,
  );
  if (given.length > 1) {
    throw new UsageError(
      `${given.join(' and ')} contradict each other`,
      '--p fixes the order, --lags lists the lags, --select chooses the order up to --max-p',
    );
  }
  if (order !== null) return { lags: order };
  if (lags !== null) return { lags };
  return { criterion: criterion ?? 'bic', maxLag, asked: choice !== null };
}

async function runFitAr(options: FitArOptions, context: Context): Promise<void> {
  const { fit, common, out, report } = options;
  const save = { force: options.force, signal: context.signal, inUse: [fit.file] };
  if (out !== null) await assertFree('--out', out, save);
  if (report !== null) {
    const inUse = out === null ? save.inUse : [...save.inUse, out];
    await assertFree('--report', report, { ...save, inUse });
  }
  await prepareKernels(context, common);
  const input = await openInput(fit.file, context);
  const loaded = await loadSeries(input, options.read, options.transform, context, common);

  const { fitSeries, nearbyOrders, reportDetails } = await import('../ar/fit-series.ts');
  const started = context.now();
  const { model, result, noForecast } = aboutSeries(loaded.series, () => fitSeries(loaded, fit));
  const fitMilliseconds = context.now() - started;
  const { series, values } = loaded;
  const notes = noForecast === null ? series.notes : [...series.notes, noForecast];
  await detail(
    `read ${series.rows} rows in ${formatDuration(loaded.milliseconds)}, fitted in ${formatDuration(fitMilliseconds)}`,
    context,
    common,
  );
  await breathe(context);

  if (out !== null) await saveFile(out, `${JSON.stringify(model, null, 2)}\n`, save);
  const complete: ArFitResult = { ...result, modelFile: out };
  if (report !== null) {
    const { renderReport } = await import('../render/report/report.ts');
    await saveFile(
      report,
      renderReport(complete, { ...reportDetails(model, loaded), notes }),
      save,
    );
  }
  if (!('lags' in fit.order) && !fit.order.asked) {
    const chosen = model.fit.lags.length;
    await note(`no order given, so BIC chose p = ${chosen}; --p fixes it`, context, common);
  }
  if (common.json) {
    for (const line of notes) await note(line, context, common);
    return printJson(complete, context);
  }
  const { renderArFit } = await import('../render/ar-fit.ts');
  const details = {
    ...series,
    notes,
    readMilliseconds: loaded.milliseconds,
    fitMilliseconds,
    useT: model.useT,
    recent: Array.from(values.subarray(-200)),
    positive: series.values.every((value) => !(value <= 0)),
    orders: result.selection ?? nearbyOrders(model, values, fit.missing),
    reportFile: report,
    // A model that ends in a gap has nothing to draw on from.
    next:
      out !== null && noForecast !== null
        ? null
        : nextCommand(options, model.fit.lags, context.program),
  };
  const style = styleOf(context.stdout, context.env, common);
  return printLines(renderArFit(complete, details, style), context, style.width);
}

/** With a model file: draw from it. Without one: the same fit again, saved. */
function nextCommand(
  { fit, out, typed }: FitArOptions,
  lags: readonly number[],
  program: string,
): readonly string[] | null {
  if (out !== null) {
    const steps = String(fit.steps || 24);
    return [program, 'sample', 'ar', shellQuote(out), '--paths', '100', '--steps', steps];
  }
  if (fit.file === '-') return null;
  const words = withoutFlag(withoutFlag(typed, 'report', true), 'force', false);
  const name = freeName(fit.file, isOrder(lags) ? `ar${lags.length}` : 'ar', '.json');
  return [program, ...[...words, '--out', name].map(shellQuote)];
}

export const fitAr = defineCommand<FitArOptions>({
  path: ['fit-ar'],
  operands: [{ name: 'FILE', describe: 'a CSV file; - reads stdin' }],
  summary: 'fit an autoregression to a column of a CSV file, and forecast it',
  flags: {
    Model: {
      p: { value: 'N', describe: 'order: lags 1 to N', default: 'chosen by BIC' },
      lags: { value: 'LIST', describe: 'the lags themselves, as in 1,2,12' },
      select: { value: 'HOW', choices: criteria, describe: 'choose the order by this criterion' },
      'max-p': { value: 'N', describe: 'largest order that --select tries', default: '10 log10 n' },
      trend: {
        value: 'TERMS',
        choices: trends,
        describe: 'none, constant, trend, both, or with a squared trend',
        default: 'c',
      },
      'hold-back': {
        value: 'N',
        describe: 'values at the start that are only regressed on',
        default: 'the largest lag',
      },
      'use-t': { describe: "Student's t and divisor N - k, instead of normal and N" },
    },
    Data: { ...seriesFlags, ...transformFlags },
    Result: {
      forecast: {
        value: 'STEPS',
        describe: 'how far to forecast; 0 for not at all',
        default: '24',
      },
      ...levelFlag,
      out: { value: 'MODEL.json', describe: 'save the model' },
      report: { value: 'FILE.html', describe: 'save tables and figures as one page' },
      force: { describe: 'let --out and --report replace a file' },
    },
  },
  examples: [
    {
      command: 'gen fit-ar examples/prices.csv --p 2 --out prices.ar2.json',
      about: 'an AR(2) of daily closes, saved for forecast and sample',
    },
    {
      command: 'gen fit-ar examples/prices.csv --log-returns --select bic --max-p 10 --json',
      about: 'log returns, order chosen by BIC, as JSON',
    },
  ],
  parse: parseFitAr,
  run: runFitAr,
});
