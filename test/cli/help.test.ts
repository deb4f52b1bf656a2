import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeIdx } from '@ferrogen/core';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment, exampleFolder, gen } from './gen.ts';
import { writeTinyImages } from './tiny-images.ts';

/** Their examples want data and time: test/slow/image-examples.test.ts runs them. */
const imageVerbs = [
  'train vae',
  'train gan',
  'train classifier',
  'sample',
  'reconstruct',
  'eval',
  'data',
];
const verbs = ['fit-ar', 'forecast', 'sample ar', 'inspect', 'doctor', 'completion'];

/** What the examples of `gen inspect` look into, where no other command's example made it. */
async function writeInspected(folder: string): Promise<void> {
  const digits = { type: 'ubyte', shape: [2, 8, 8], values: new Uint8Array(128) } as const;
  writeFileSync(join(folder, 'train-images-idx3-ubyte.gz'), writeIdx(digits, { gzip: true }));
  writeTinyImages(join(folder, 'tiny'));
  const words = 'train vae --data tiny --config hidden=8 --steps 2 --out runs/quick-vae';
  expect((await gen(words.split(' '), { cwd: folder })).code).toBe(0);
}

describe('gen --help', () => {
  it('gen --help lists every command', async () => {
    const { stdout } = await gen(['--help']);
    for (const verb of [...verbs, ...imageVerbs])
      expect(stdout).toMatch(new RegExp(`^  ${verb} `, 'm'));
  });

  it('gen VERB --help shows examples, and they work in this order', async () => {
    const folder = exampleFolder();
    await writeInspected(folder);
    for (const verb of verbs) {
      const help = await gen([...verb.split(' '), '--help'], {
        cwd: folder,
        env: { COLUMNS: '160' },
      });
      expect(help.code).toBe(0);
      expect(help.stderr).toBe('');
      const [, list = ''] = help.stdout.split('\nExamples\n');
      const examples = [...list.matchAll(/^ {2}gen (.+)$/gm)].map(([, words]) => words!);
      expect(examples, verb).toHaveLength(verb === 'inspect' ? 4 : 2);
      for (const example of examples) {
        // Redirections are the shell's business.
        const [words = ''] = example.split(/ >>? /);
        const run = await gen(words.split(' '), { cwd: folder });
        expect(run.stderr.replace(/^(note: .*|seed \d+)\n/gm, ''), words).toBe('');
        expect(run.code, words).toBe(0);
        expect(run.stdout.length).toBeGreaterThan(50);
      }
    }
  });

  it('gen VERB --help fits 60 columns, and 20', async () => {
    for (const verb of [...verbs, ...imageVerbs]) {
      for (const width of [20, 60]) {
        const env = { COLUMNS: String(width) };
        const { stdout } = await gen([...verb.split(' '), '--help'], { env });
        for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
      }
    }
  });

  it('gen VERB -h is gen VERB --help', async () => {
    for (const verb of [[], ['fit-ar'], ['sample', 'ar']]) {
      expect(await gen([...verb, '-h'])).toEqual(await gen([...verb, '--help']));
    }
  });

  it('gen --version prints the version alone', async () => {
    const { stdout } = await gen(['--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('gen inspect', () => {
  it('gen inspect tells columns and the series of a CSV file', async () => {
    const folder = exampleFolder();
    const run = await gen(['inspect', 'examples/prices.csv', '--json'], { cwd: folder });
    const result = JSON.parse(run.stdout);
    expect(result).toMatchObject({
      schemaVersion: 1,
      kind: 'inspection',
      format: 'csv',
      dtype: 'float64',
      shape: [506],
      min: 90.339996,
      max: 135.509995,
      column: 'close',
      problem: null,
    });
    expect(result.columns.map((c: { kind: string }) => c.kind)).toEqual(['date', 'number']);
  });

  it('gen inspect names a delimiter only where there is something to delimit', async () => {
    const folder = exampleFolder();
    const one = await gen(['inspect', '-'], { cwd: folder, input: 'v\n1\n2\n' });
    expect(one.stdout).toContain('CSV, 1 column, decimal point');
    const two = await gen(['inspect', '-'], { cwd: folder, input: 'a,b\n1,2\n3,4\n' });
    expect(two.stdout).toContain('CSV, 2 columns, comma between cells, decimal point');
  });

  it('gen inspect shows a file that is no one series, and says why', async () => {
    const folder = exampleFolder();
    writeFileSync(
      join(folder, 'long.csv'),
      'symbol,date,price\nA,2026-01-01,1\nA,2026-01-02,2\nB,2026-01-01,3\nB,2026-01-02,4\n',
    );
    const run = await gen(['inspect', 'long.csv', '--json'], { cwd: folder });
    expect(run.code).toBe(0);
    const result = JSON.parse(run.stdout);
    expect(result.columns.map((c: { kind: string }) => c.kind)).toEqual(['text', 'date', 'number']);
    expect(result.series).toBeNull();
    expect(result.problem.code).toBe('CSV_DATES_UNORDERED');
    const view = await gen(['inspect', 'long.csv'], { cwd: folder });
    expect(view.stdout).toContain('! no series: ');
  });
});

describe('gen completion', () => {
  it.skipIf(process.platform === 'win32')(
    'gen completion bash completes in a real bash',
    async () => {
      const { stdout: script } = await gen(['completion', 'bash']);
      const complete = (...words: string[]) => {
        const list = words.map((word) => `'${word}'`).join(' ');
        const { stdout, stderr } = spawnSync(
          'bash',
          [
            '--norc',
            '-c',
            `${script}\nCOMP_WORDS=(gen ${list}); COMP_CWORD=${words.length}; _gen; echo "\${COMPREPLY[*]}"`,
          ],
          { encoding: 'utf8', env: cleanEnvironment() },
        );
        expect(stderr).toBe('');
        return stdout.trim();
      };
      expect(complete('f')).toBe('fit-ar forecast');
      expect(complete('sample', '')).toBe('ar vae gan');
      expect(complete('train', '')).toBe('vae gan classifier');
      expect(complete('train', 'gan', '--re')).toBe('--resume --report');
      expect(complete('sample', 'gan', '--cl')).toBe('--class');
      expect(complete('fit-ar', '--tr')).toBe('--trend');
      expect(complete('fit-ar', 'x.csv', '--trend', 'ct')).toBe('ct ctt');
      expect(complete('sample', 'ar', 'm.json', '--sh')).toBe('--shocks');
      expect(complete('completion', 'z')).toBe('zsh');
    },
  );

  it('gen completion speaks of every flag in every shell', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { stdout } = await gen(['completion', shell]);
      for (const flag of ['max-p', 'log-returns', 'history', 'shocks', 'no-color']) {
        expect(stdout, shell).toContain(flag);
      }
    }
  });
});
