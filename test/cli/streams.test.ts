import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { itWith } from '../support/shared-data.ts';
import { binary, cleanEnvironment, exampleFolder, gen } from './gen.ts';

const prices = 'examples/prices.csv';
const folder = exampleFolder();
// Colour sequences and cursor moves.
const escapes = new RegExp(String.fromCharCode(27));

beforeAll(async () => {
  await gen(['fit-ar', prices, '--p', '1', '--out', 'm.json'], { cwd: folder });
});

describe('gen', () => {
  it('gen fits its text to 20 and up to 120 columns, without colour where there is no terminal', async () => {
    for (const width of [20, 32, 40, 60, 80, 120]) {
      const run = await gen(['fit-ar', prices, '--p', '2'], {
        cwd: folder,
        env: { COLUMNS: String(width) },
      });
      expect(run.stdout).not.toMatch(escapes);
      const widest = Math.max(...run.stdout.split('\n').map((line) => line.length));
      expect(widest).toBeLessThanOrEqual(width);
      expect(widest).toBeGreaterThan(width - 12);
      const forecast = await gen(['forecast', 'm.json'], {
        cwd: folder,
        env: { COLUMNS: String(width) },
      });
      for (const line of forecast.stdout.split('\n'))
        expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('gen obeys FORCE_COLOR, NO_COLOR, TERM=dumb and --no-color', async () => {
    const words = ['fit-ar', prices, '--p', '2'];
    const colored = async (env: Record<string, string>, ...more: string[]) =>
      escapes.test((await gen([...words, ...more], { cwd: folder, env })).stdout);
    expect(await colored({ FORCE_COLOR: '1' })).toBe(true);
    expect(await colored({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(await colored({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
    const dumb = await gen(words, { cwd: folder, env: { TERM: 'dumb', LANG: 'C' } });
    expect(dumb.stdout).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it.skipIf(process.platform === 'win32')('gen ends quietly when its reader goes', () => {
    for (const words of [
      'sample ar m.json --paths 20000 --steps 50 --seed 1',
      'sample ar m.json --paths 20000 --steps 50 --seed 1 --json',
      `fit-ar ${prices} --p 2`,
    ]) {
      const { stderr, stdout } = spawnSync(
        'bash',
        [
          '-c',
          `"$0" "$1" ${words} | head -c 20 >/dev/null; echo "\${PIPESTATUS[0]}"`,
          process.execPath,
          binary,
        ],
        { cwd: folder, env: cleanEnvironment(), encoding: 'utf8' },
      );
      expect(stdout).toBe('0\n');
      expect(stderr).toMatch(/^(seed 1\n)?$/);
    }
  });

  it.skipIf(process.platform === 'win32')(
    'gen stops at Ctrl-C with exit code 130 and leaves nothing half-written',
    async () => {
      // Never ends by itself: stdin stays open.
      const waiting = spawn(process.execPath, [binary, 'fit-ar', '-'], { env: cleanEnvironment() });
      await setTimeout(1000);
      waiting.kill('SIGINT');
      expect(await once(waiting, 'close')).toEqual([130, null]);
    },
  );

  it.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'gen removes the file that it was writing at %s',
    async (signal) => {
      const words = [
        'sample',
        'ar',
        'm.json',
        '--paths',
        '1000000',
        '--steps',
        '50',
        '--seed',
        '1',
      ];
      const writing = spawn(process.execPath, [binary, ...words, '--out', 'half.csv'], {
        cwd: folder,
        env: cleanEnvironment(),
      });
      const halves = () => readdirSync(folder).filter((name) => name.includes('half.csv'));
      while (halves().length === 0 && writing.exitCode === null) await setTimeout(50);
      expect(halves()[0]).toMatch(/\.tmp$/);
      writing.kill(signal);
      expect(await once(writing, 'close')).toEqual([130, null]);
      expect(halves()).toEqual([]);
    },
  );

  it.skipIf(process.platform === 'win32')(
    'gen stops reading at Ctrl-C and writes no model',
    async () => {
      const big = Array.from({ length: 200_000 }, (_, i) => `${i},${(i * 7919) % 1013}.25`);
      writeFileSync(
        join(folder, 'big.csv'),
        `t,v\n${new Array(25).fill(big.join('\n')).join('\n')}\n`,
      );
      const reading = spawn(
        process.execPath,
        [
          binary,
          'fit-ar',
          'big.csv',
          '--column',
          'v',
          '--date-column',
          'none',
          '--p',
          '2',
          '--out',
          'big.json',
        ],
        { cwd: folder, env: cleanEnvironment({ FERROGEN_KERNELS: 'reference' }) },
      );
      let told = '';
      reading.stderr.setEncoding('utf8').on('data', (text: string) => {
        told += text;
      });
      await setTimeout(1500);
      reading.kill('SIGINT');
      expect(await once(reading, 'close')).toEqual([130, null]);
      expect(told).toContain('interrupted');
      expect(existsSync(join(folder, 'big.json'))).toBe(false);
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    },
  );

  itWith(hasScript() ? [] : ['no util-linux script to make a terminal'])(
    'gen on a terminal draws in colour, and sample ar shows the fan instead of the numbers',
    () => {
      const fit = onTerminal(`fit-ar ${prices} --p 2`);
      expect(fit).toMatch(escapes);
      expect(fit).toContain('░');
      const sample = onTerminal('sample ar m.json --seed 1');
      expect(sample).toContain('median of the paths');
      expect(sample).not.toContain('path,step,value');
      expect(onTerminal('sample ar m.json --seed 1 --json').split('\n')[1]).toMatch(/^\{/);
    },
  );
});

function hasScript(): boolean {
  return spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');
}

/** What a terminal of 80 columns would show. */
function onTerminal(words: string): string {
  const { stdout } = spawnSync(
    'script',
    ['-qec', `stty cols 80; ${process.execPath} ${binary} ${words}`, '/dev/null'],
    { cwd: folder, env: cleanEnvironment(), encoding: 'utf8' },
  );
  return stdout.replaceAll('\r', '');
}
