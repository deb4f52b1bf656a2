import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitAr, readSeries } from '@ferrogen/core';
import { describe, expect, it } from 'vitest';
import { itWithData, sharedData } from '../support/shared-data.ts';
import { exampleFolder, gen } from './gen.ts';

const prices = 'examples/prices.csv';

describe('gen fit-ar', () => {
  it('gen fit-ar --json prints the contract, key by key, and nothing else', async () => {
    const run = await gen(['fit-ar', prices, '--p', '2', '--json'], { cwd: exampleFolder() });
    expect(run.code).toBe(0);
    expect(run.stderr).toBe('');
    const result = JSON.parse(run.stdout);
    expect(run.stdout).toBe(`${JSON.stringify(result)}\n`);
    expect(Object.keys(result)).toEqual(
      'schemaVersion kind data fit coefficients roots stationary diagnostics selection forecast kernels modelFile'.split(
        ' ',
      ),
    );
    expect(result).toMatchObject({
      schemaVersion: 1,
      kind: 'ar-fit',
      selection: null,
      modelFile: null,
    });
    expect(result.data).toEqual({
      file: prices,
      column: 'close',
      rows: 506,
      used: 506,
      order: 'ascending',
      segments: 1,
      transform: { diff: 0, logReturns: false },
    });
    expect(Object.keys(result.fit)).toEqual(
      'method trend lags holdBack nobs dfModel dfResid sigma2 ssr rSquared logLik aic bic hqic aicc fpe'.split(
        ' ',
      ),
    );
    expect(result.fit).toMatchObject({
      method: 'ols',
      lags: [1, 2],
      nobs: 504,
      dfModel: 3,
      dfResid: 501,
    });
    expect(result.coefficients.map((c: { name: string }) => c.name)).toEqual(['const', 'L1', 'L2']);
    expect(Object.keys(result.coefficients[0])).toEqual(
      'name value stdError z pValue lower upper'.split(' '),
    );
    expect(Object.keys(result.roots[0])).toEqual(['re', 'im', 'modulus', 'frequency']);
    expect(Object.keys(result.diagnostics)).toEqual(['ljungBox', 'jarqueBera', 'archLm']);
    expect(Object.keys(result.forecast)).toEqual(['steps', 'mean', 'stdError', 'intervals']);
    expect(result.forecast.mean).toHaveLength(24);
    expect(result.forecast.intervals.map((i: { level: number }) => i.level)).toEqual([
      0.5, 0.8, 0.95,
    ]);
  });

  it('gen fit-ar agrees with exact least squares on real prices', async () => {
    // ../shared/data/series/expected_exact_ls.json, AAPL.Close|p=2|trend=c
    const exact = ['1.1051411769038412882', '1.0038070086902096972', '-0.013482320831618086945'];
    const run = await gen(['fit-ar', prices, '--p', '2', '--json'], { cwd: exampleFolder() });
    const values = JSON.parse(run.stdout).coefficients.map((c: { value: number }) => c.value);
    for (const [k, value] of values.entries()) {
      expect(Math.abs(value / Number(exact[k]) - 1)).toBeLessThan(1e-9);
    }
  });

  it('gen fit-ar gives to --json what the library gives', async () => {
    const folder = exampleFolder();
    const bytes = readFileSync(join(folder, prices));
    const model = fitAr(readSeries({ bytes, name: prices }).values, {
      lags: [1, 5],
      trend: 'ct',
      useT: true,
    });
    const run = await gen(
      ['fit-ar', prices, '--lags', '1,5', '--trend', 'ct', '--use-t', '--json', '--forecast', '0'],
      { cwd: folder, env: { FERROGEN_KERNELS: 'reference' } },
    );
    const result = JSON.parse(run.stdout);
    expect(result.kernels).toBe('reference');
    expect(result.forecast).toBeNull();
    expect(result.fit).toEqual(JSON.parse(JSON.stringify(model.fit)));
    expect(result.coefficients).toEqual(JSON.parse(JSON.stringify(model.coefficients)));
  });

  it('gen fit-ar --select compares all orders on one sample and says so', async () => {
    const run = await gen(['fit-ar', prices, '--select', 'aic', '--max-p', '4', '--json'], {
      cwd: exampleFolder(),
    });
    const { selection, fit } = JSON.parse(run.stdout);
    expect(selection.criterion).toBe('aic');
    expect(selection.nobs).toBe(502);
    expect(selection.candidates.map((c: { lags: number[] }) => c.lags.length)).toEqual([
      0, 1, 2, 3, 4,
    ]);
    const best = Math.min(...selection.candidates.map((c: { aic: number }) => c.aic));
    const chosen = selection.candidates.find((c: { aic: number }) => c.aic === best);
    expect(selection.chosen).toEqual(chosen.lags);
    expect(fit.lags).toEqual(chosen.lags);
  });

  it('gen fit-ar without an order chooses it by BIC, and notes that on stderr unless quiet', async () => {
    const folder = exampleFolder();
    const noted = await gen(['fit-ar', prices, '--json'], { cwd: folder });
    expect(JSON.parse(noted.stdout).selection.criterion).toBe('bic');
    expect(noted.stderr).toMatch(/^note: .*BIC chose p = \d+; --p fixes it\n$/);
    const quiet = await gen(['fit-ar', prices, '--json', '--quiet'], { cwd: folder });
    expect(quiet.stderr).toBe('');
    expect(quiet.stdout).toBe(noted.stdout);
  });

  it('gen fit-ar transforms first: log returns, then differences', async () => {
    const folder = exampleFolder();
    const [head, ...rows] = readFileSync(join(folder, prices), 'utf8').trimEnd().split('\n');
    expect(head).toBe('date,close');
    const closes = rows.map((row) => Number(row.split(',')[1]));
    const returns = closes.slice(1).map((close, t) => Math.log(close / closes[t]!));
    const changes = returns.slice(1).map((value, t) => value - returns[t]!);
    const run = await gen(
      ['fit-ar', prices, '--p', '1', '--log-returns', '--diff', '1', '--json'],
      { cwd: folder },
    );
    const result = JSON.parse(run.stdout);
    expect(result.data).toMatchObject({
      rows: 506,
      used: 504,
      transform: { diff: 1, logReturns: true },
    });
    const model = fitAr(changes, { lags: 1 });
    expect(result.coefficients[1].value).toBeCloseTo(model.coefficients[1]!.value, 12);
  });

  it('gen fit-ar reads stdin', async () => {
    const folder = exampleFolder();
    const input = readFileSync(join(folder, prices));
    const file = await gen(['fit-ar', prices, '--p', '1', '--json'], { cwd: folder });
    const piped = await gen(['fit-ar', '-', '--p', '1', '--json'], { input });
    expect(piped.code).toBe(0);
    const { data, ...rest } = JSON.parse(piped.stdout);
    expect(data.file).toBe('-');
    expect(rest).toEqual((({ data: _, ...others }) => others)(JSON.parse(file.stdout)));
  });

  it('gen fit-ar --missing segments keeps a gap a gap and counts what is left', async () => {
    const folder = exampleFolder();
    const values = [1, 5, 2, 8, 3, '', 4, 9, 1, 7, 2, 6, 3, 8, 5];
    writeFileSync(
      join(folder, 'gap.csv'),
      `day,v\n${values.map((v, i) => `${i},${v}`).join('\n')}\n`,
    );
    const run = await gen(
      [
        'fit-ar',
        'gap.csv',
        '--column',
        'v',
        '--p',
        '1',
        '--missing',
        'segments',
        '--json',
        '--forecast',
        '3',
      ],
      { cwd: folder },
    );
    const result = JSON.parse(run.stdout);
    expect(result.data).toMatchObject({ rows: 15, used: 14, segments: 2 });
    expect(result.fit.nobs).toBe(12);
  });

  it('gen fit-ar keeps the fit of a series that ends in a gap, and says how to forecast', async () => {
    const folder = exampleFolder();
    const values = [1, 5, 2, 8, 3, 4, 9, 1, 7, 2, 6, 3, 8, 5];
    const write = (name: string, cells: unknown[]) =>
      writeFileSync(join(folder, name), `v\n${cells.join('\n')}\n`);
    write('tail.csv', [...values, 'NA']);
    write('new.csv', [4, 6]);
    const words = ['fit-ar', 'tail.csv', '--p', '1', '--missing', 'segments'];
    const json = await gen([...words, '--json'], { cwd: folder });
    expect(json.code).toBe(0);
    expect(json.stderr).toMatch(/^note: no forecast: the series ends in a gap; .*--history.*\n$/);
    const result = JSON.parse(json.stdout);
    expect(result.forecast).toBeNull();
    expect(result.fit.nobs).toBe(13);
    const told = await gen([...words, '--out', 'm.json', '--report', 'r.html'], { cwd: folder });
    expect(told.code).toBe(0);
    expect(told.stdout).toContain('note: no forecast: the series ends in a gap');
    expect(told.stdout).not.toContain('next    ');
    expect(readFileSync(join(folder, 'r.html'), 'utf8')).toContain('no forecast');
    const own = await gen(['forecast', 'm.json', '--json'], { cwd: folder });
    expect(own.code).toBe(3);
    const next = await gen(['forecast', 'm.json', '--history', 'new.csv', '--json'], {
      cwd: folder,
    });
    expect(next.code).toBe(0);
    const [constant, slope] = result.coefficients.map((c: { value: number }) => c.value);
    expect(JSON.parse(next.stdout).forecast.mean[0]).toBeCloseTo(constant + 6 * slope, 12);
  });

  it('gen fit-ar chooses the order on the rows that --hold-back leaves', async () => {
    const run = await gen(
      ['fit-ar', prices, '--select', 'bic', '--max-p', '4', '--hold-back', '100', '--json'],
      { cwd: exampleFolder() },
    );
    const { selection, fit } = JSON.parse(run.stdout);
    expect([selection.nobs, fit.nobs]).toEqual([406, 406]);
    expect(selection.candidates[fit.lags.length].bic).toBeCloseTo(fit.bic, 8);
    const few = await gen(['fit-ar', prices, '--hold-back', '496', '--json'], {
      cwd: exampleFolder(),
    });
    expect(few.code).toBe(0);
    expect(JSON.parse(few.stdout).selection.nobs).toBe(10);
  });

  it('gen fit-ar --out saves a model once, and again only with --force', async () => {
    const folder = exampleFolder();
    const words = ['fit-ar', prices, '--p', '2', '--out', 'm.json'];
    const first = await gen(words, { cwd: folder });
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('saved   m.json\n');
    const saved = readFileSync(join(folder, 'm.json'), 'utf8');
    expect(JSON.parse(saved)).toMatchObject({
      kind: 'ar-model',
      source: { file: prices, column: 'close', diff: 0, logReturns: false, where: [] },
    });
    expect(saved.length).toBeLessThan(4096);
    const again = await gen([...words.slice(0, 3), '1', ...words.slice(4)], { cwd: folder });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('--force');
    expect(readFileSync(join(folder, 'm.json'), 'utf8')).toBe(saved);
    const forced = await gen(
      ['fit-ar', prices, '--p', '1', '--out', 'm.json', '--force', '--json'],
      {
        cwd: folder,
      },
    );
    expect(JSON.parse(forced.stdout).modelFile).toBe('m.json');
    expect(JSON.parse(readFileSync(join(folder, 'm.json'), 'utf8')).lags).toEqual([1]);
    expect(readdirSync(folder).sort()).toEqual(['examples', 'm.json']);
  });

  it('gen fit-ar --report writes one page that stands alone', async () => {
    const folder = exampleFolder();
    const run = await gen(['fit-ar', prices, '--p', '2', '--report', 'r.html', '--json'], {
      cwd: folder,
    });
    expect(run.code).toBe(0);
    const page = readFileSync(join(folder, 'r.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|src=|href=|https?:/);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    expect(page.match(/<svg/g)).toHaveLength(5);
    expect(page).toContain('1986.39');
  });

  it('gen fit-ar names a next command that works when pasted', async () => {
    const folder = exampleFolder();
    const first = await gen(['fit-ar', prices, '--p', '2'], { cwd: folder });
    const next = nextCommand(first.stdout);
    expect(next).toEqual(['fit-ar', prices, '--p', '2', '--out', 'prices.ar2.json']);
    const second = await gen(next, { cwd: folder });
    expect(second.code).toBe(0);
    expect(existsSync(join(folder, 'prices.ar2.json'))).toBe(true);
    const third = await gen(nextCommand(second.stdout), { cwd: folder });
    expect(third.code).toBe(0);
    expect(third.stdout.split('\n')).toHaveLength(100 * 24 + 2);
  });

  itWithData('series/statsmodels/co2.csv', 'series/prices/vega-stocks.csv')(
    'gen fit-ar reads the awkward files of the wild and says what it picked',
    async () => {
      const gaps = await gen([
        'fit-ar',
        sharedData('series/statsmodels/co2.csv')!,
        '--p',
        '2',
        '--missing',
        'segments',
        '--json',
      ]);
      expect(JSON.parse(gaps.stdout).data).toMatchObject({ rows: 2284, used: 2225 });
      const stocks = sharedData('series/prices/vega-stocks.csv')!;
      const several = await gen(['fit-ar', stocks, '--p', '2', '--json']);
      expect(several.code).toBe(3);
      expect(several.stderr).toContain('--where symbol=');
      const one = await gen(['fit-ar', stocks, '--p', '2', '--where', 'symbol=AAPL', '--json']);
      expect(JSON.parse(one.stdout).data).toMatchObject({ column: 'price', rows: 123 });
    },
  );
});

/** Words after `next    gen`. */
function nextCommand(stdout: string): string[] {
  const [, command] = /^next {4}gen (.+)$/m.exec(stdout)!;
  return command!.split(' ');
}
