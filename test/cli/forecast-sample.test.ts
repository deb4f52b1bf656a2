import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArModel, Prng } from '@ferrogen/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleFolder, gen } from './gen.ts';

const prices = 'examples/prices.csv';
const folder = exampleFolder();

/** The example that people learn from: y[t] = 30 + 0.5 y[t-1] + 0.3 y[t-2] + e, sigma 2, after 100 and 110. */
const worked = {
  schemaVersion: 1,
  kind: 'ar-model',
  trend: 'c',
  lags: [1, 2],
  holdBack: 2,
  useT: false,
  nobs: 50,
  ssr: 200,
  tss: 400,
  coefficients: [
    { name: 'const', value: 30, stdError: 1 },
    { name: 'L1', value: 0.5, stdError: 0.1 },
    { name: 'L2', value: 0.3, stdError: 0.1 },
  ],
  series: { length: 52, segments: 1, lastValues: [100, 110] },
  source: null,
};

beforeAll(async () => {
  writeFileSync(join(folder, 'worked.json'), JSON.stringify(worked));
  await gen(['fit-ar', prices, '--p', '2', '--log-returns', '--out', 'm.json'], { cwd: folder });
});

describe('gen forecast', () => {
  it('gen forecast holds the worked example: 30 + 0.5 * 110 + 0.3 * 100 is 115', async () => {
    const run = await gen(
      ['forecast', 'worked.json', '--steps', '2', '--level', '0.95', '--json'],
      {
        cwd: folder,
      },
    );
    expect(run.stderr).toBe('');
    const result = JSON.parse(run.stdout);
    expect(Object.keys(result)).toEqual(['schemaVersion', 'kind', 'model', 'history', 'forecast']);
    expect(result).toMatchObject({
      schemaVersion: 1,
      kind: 'ar-forecast',
      model: 'worked.json',
      history: null,
    });
    expect(result.forecast.mean).toEqual([115, 30 + 0.5 * 115 + 0.3 * 110]);
    // sigma 2, then 2 sqrt(1 + 0.5^2); the 97.5 % point of the normal distribution is 1.959963984540054.
    expect(result.forecast.stdError[0]).toBeCloseTo(2, 14);
    expect(result.forecast.stdError[1]).toBeCloseTo(2 * Math.sqrt(1.25), 14);
    expect(result.forecast.intervals[0].upper[0]).toBeCloseTo(115 + 2 * 1.959963984540054, 10);
  });

  it('gen forecast goes on from a history, read as the model was fitted', async () => {
    const own = await gen(['forecast', 'm.json', '--json'], { cwd: folder });
    const same = await gen(['forecast', 'm.json', '--history', prices, '--json'], { cwd: folder });
    const result = JSON.parse(same.stdout);
    expect(result.history).toMatchObject({
      column: 'close',
      used: 505,
      transform: { diff: 0, logReturns: true },
    });
    expect(result.forecast).toEqual(JSON.parse(own.stdout).forecast);
    const overridden = await gen(
      ['forecast', 'worked.json', '--history', prices, '--diff', '1', '--steps', '1', '--json'],
      { cwd: folder },
    );
    expect(JSON.parse(overridden.stdout).history.transform).toEqual({ diff: 1, logReturns: false });
  });

  it('gen forecast refuses a transform that is not the one the model was fitted to', async () => {
    for (const flags of [
      ['--diff', '1'],
      ['--diff', '1', '--log-returns'],
    ]) {
      const words = ['forecast', 'm.json', '--history', prices, ...flags];
      const run = await gen(words, { cwd: folder });
      expect(run.code).toBe(2);
      expect(run.stderr).toContain(
        '--diff 1 contradicts the model, which was fitted to log returns',
      );
    }
    const same = ['forecast', 'm.json', '--history', prices, '--diff', '0', '--log-returns'];
    expect((await gen(same, { cwd: folder })).code).toBe(0);
  });

  it('gen forecast takes a history without the dates of the model, unless they are asked for', async () => {
    const closes = readFileSync(join(folder, prices), 'utf8').replace(/^.*?,/gm, '');
    writeFileSync(join(folder, 'closes.csv'), closes);
    const words = ['forecast', 'm.json', '--history', 'closes.csv', '--column', 'close', '--json'];
    const run = await gen(words, { cwd: folder });
    expect(run.stderr).toBe(
      "note: closes.csv has no column 'date', which held the model's dates\n",
    );
    const own = await gen(['forecast', 'm.json', '--json'], { cwd: folder });
    expect(JSON.parse(run.stdout).forecast).toEqual(JSON.parse(own.stdout).forecast);
    const asked = await gen([...words, '--date-column', 'date'], { cwd: folder });
    expect(asked.code).toBe(3);
    expect(asked.stderr).toContain("no column 'date'");
  });

  it('gen forecast says where the time of a trend begins in a shorter history', async () => {
    const fit = ['fit-ar', prices, '--p', '1', '--trend', 'ct', '--out', 'trend.json'];
    await gen(fit, { cwd: folder });
    const rows = readFileSync(join(folder, prices), 'utf8').split('\n').slice(0, 50);
    writeFileSync(join(folder, 'first.csv'), rows.join('\n'));
    const short = await gen(['forecast', 'trend.json', '--history', 'first.csv'], { cwd: folder });
    expect(short.stderr).toContain('time is counted from the first row of first.csv: 49 values');
    const whole = await gen(['forecast', 'trend.json', '--history', prices], { cwd: folder });
    expect(whole.stderr).toBe('');
  });

  it('gen forecast checks --seed, which has no effect on it', async () => {
    const plain = await gen(['forecast', 'm.json', '--json'], { cwd: folder });
    const seeded = await gen(['forecast', 'm.json', '--json', '--seed', '3'], { cwd: folder });
    expect(seeded).toEqual(plain);
  });

  it('gen forecast reads a history without a header by the name that the reader gave its column', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${(i * 7) % 11}`);
    writeFileSync(join(folder, 'bare.csv'), `${rows.join('\n')}\n`);
    const fit = await gen(
      ['fit-ar', 'bare.csv', '--no-header', '--column', '2', '--p', '1', '--out', 'bare.json'],
      { cwd: folder },
    );
    expect(fit.code).toBe(0);
    const run = await gen(['forecast', 'bare.json', '--history', 'bare.csv', '--json'], {
      cwd: folder,
    });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout).history.rows).toBe(30);
  });

  it('gen forecast --out saves every step as CSV', async () => {
    const run = await gen(['forecast', 'worked.json', '--steps', '40', '--out', 'f.csv'], {
      cwd: folder,
    });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('... and 10 more steps');
    const lines = readFileSync(join(folder, 'f.csv'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(41);
    expect(lines[0]).toBe('step,mean,stdError,lower50,upper50,lower80,upper80,lower95,upper95');
    expect(lines[1]).toMatch(/^1,115,2,/);
  });
});

describe('gen sample ar', () => {
  it('gen sample ar prints CSV where stdout is no terminal, and the seed on stderr', async () => {
    const words = ['sample', 'ar', 'worked.json', '--paths', '3', '--steps', '4'];
    const run = await gen([...words, '--seed', '7'], { cwd: folder });
    expect(run.stderr).toBe('seed 7\n');
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('path,step,value');
    expect(lines).toHaveLength(13);
    const values = lines.slice(1).map((line) => Number(line.split(',')[2]));
    const model = ArModel.fromJSON(worked);
    const expected = model.sample(4, { paths: 3, random: new Prng(7) });
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i]!, 9);

    const drawn = await gen(words, { cwd: folder });
    const [, seed] = /^seed (\d+)\n$/.exec(drawn.stderr)!;
    const again = await gen([...words, '--seed', seed!], { cwd: folder });
    expect(again.stdout).toBe(drawn.stdout);
  });

  it('gen sample ar --json prints one object with the same values', async () => {
    const words = ['sample', 'ar', 'worked.json', '--paths', '2', '--steps', '3', '--seed', '1'];
    const csv = await gen(words, { cwd: folder });
    const json = await gen([...words, '--json'], { cwd: folder });
    const result = JSON.parse(json.stdout);
    expect(Object.keys(result)).toEqual(
      'schemaVersion kind model paths steps seed shocks values'.split(' '),
    );
    expect(result).toMatchObject({
      kind: 'ar-sample',
      paths: 2,
      steps: 3,
      seed: 1,
      shocks: 'gaussian',
    });
    const values = csv.stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[2]));
    expect(result.values.flat()).toEqual(values);
  });

  it('gen sample ar --shocks bootstrap shakes with residuals of the history alone', async () => {
    const run = await gen(
      [
        'sample',
        'ar',
        'm.json',
        '--shocks',
        'bootstrap',
        '--history',
        prices,
        '--paths',
        '50',
        '--steps',
        '1',
        '--seed',
        '3',
        '--json',
      ],
      { cwd: folder },
    );
    const result = JSON.parse(run.stdout);
    const model = ArModel.fromJSON(JSON.parse(readFileSync(join(folder, 'm.json'), 'utf8')));
    const closes = readFileSync(join(folder, prices), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((row) => Number(row.split(',')[1]));
    const returns = closes.slice(1).map((close, t) => Math.log(close / closes[t]!));
    const residuals = Array.from(model.residuals(returns));
    const mean = residuals.reduce((sum, r) => sum + r, 0) / residuals.length;
    const [next] = model.forecast(1, { history: returns }).mean;
    for (const [value] of result.values) {
      const nearest = Math.min(...residuals.map((r) => Math.abs(value - next! - (r - mean))));
      expect(nearest).toBeLessThan(1e-12);
    }
    expect(new Set(result.values.flat()).size).toBeGreaterThan(10);
  });

  it('gen sample ar --out saves the lines that stdout would have had', async () => {
    const words = ['sample', 'ar', 'worked.json', '--paths', '20', '--steps', '10', '--seed', '1'];
    const piped = await gen(words, { cwd: folder });
    const saved = await gen([...words, '--out', 'p.csv'], { cwd: folder });
    expect(saved.code).toBe(0);
    expect(readFileSync(join(folder, 'p.csv'), 'utf8')).toBe(piped.stdout);
    const series = await gen(
      ['inspect', 'p.csv', '--column', 'value', '--where', 'path=3', '--json'],
      { cwd: folder },
    );
    expect(JSON.parse(series.stdout).shape).toEqual([10]);
  });
});
