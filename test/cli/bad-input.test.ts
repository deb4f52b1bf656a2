import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binary, cleanEnvironment, exampleFolder, gen } from './gen.ts';

const folder = exampleFolder();
const prices = 'examples/prices.csv';
const column = (...values: unknown[]): string => `${['v', ...values].join('\n')}\n`;
const files: Record<string, string> = {
  'empty.csv': '',
  'header.csv': 'date,close\n',
  'words.csv': 'a,b\nx,y\nz,w\n',
  'mixed.csv': 'date,close,name\n2026-01-01,1,x\n2026-01-02,2,y\n2026-01-03,3,z\n',
  'constant.csv': column(...new Array(30).fill(7)),
  'gap.csv': column(1, 5, 'NA', 3, 8, 2, 9, 4, 6, 1, 7),
  'infinite.csv': column(1, 5, 'inf', 3, 8, 2, 9, 4, 6, 1, 7),
  'negative.csv': column(1, 5, -2, 3, 8, 2, 9, 4, 6, 1, 7),
  'commas.csv': column('1,5', '2,5', '3'),
  'short.csv': column(1, 5, 2),
  'symbols.csv': 'symbol,v\nA,1\nB,2\n',
  'days.csv': 'date,v\nWed the 28th,1\nTue the 27th,2\n',
  'no-model.json': '{"kind":"something"}',
  'broken.json': '{"kind":',
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
mkdirSync(join(folder, 'folder'));

/** Words, exit code, and what stderr must say. */
const cases: [string, number, ...string[]][] = [
  ['fit-ar', 2, 'gen fit-ar needs FILE', 'for example: gen fit-ar'],
  ['fit-ar nothing.csv', 3, 'nothing.csv', 'no such file'],
  ['fit-ar folder', 3, 'folder', 'directory'],
  ['fit-ar /dev/zero', 3, '/dev/zero', 'a device, not a file'],
  ['forecast /dev/zero', 3, '/dev/zero', 'a device, not a file'],
  ['inspect /dev/zero', 3, '/dev/zero', 'a device, not a file'],
  ['fit-ar empty.csv', 3, 'empty.csv', 'empty', 'hint:'],
  ['fit-ar header.csv', 3, 'header.csv', 'no rows'],
  ['fit-ar words.csv', 3, 'words.csv', 'no column holds numbers', 'a, b'],
  ['fit-ar mixed.csv --column name', 3, 'mixed.csv:2', "column 'name'", "'x' is not a number"],
  ['fit-ar mixed.csv --column price', 3, "no column 'price'", 'date, close, name'],
  ['fit-ar mixed.csv --column 9', 3, '9', 'date, close, name'],
  [`fit-ar ${prices} --p 600`, 3, '600', '506'],
  [`fit-ar short.csv --p 2`, 3, 'too short', '3'],
  [`fit-ar ${prices} --p 0 --trend n`, 2, 'nothing to estimate'],
  ['fit-ar constant.csv --p 1', 3, 'constant', '7'],
  ['fit-ar constant.csv', 3, 'constant'],
  ['fit-ar gap.csv --p 1', 3, 'gap.csv:4', 'row 3', 'there: --missing segments\n'],
  ['fit-ar commas.csv --p 1 --decimal .', 3, "'1,5' is not a number", 'hint:'],
  ['fit-ar commas.csv --p 1 --decimal ;', 2, '--decimal must be point or comma', "';'"],
  ['fit-ar infinite.csv --p 1', 3, 'infinite.csv:4', "'inf'"],
  ['fit-ar negative.csv --p 1 --log-returns', 3, 'positive', '-2'],
  [`fit-ar ${prices} --p x`, 2, '--p', 'whole number', "'x'"],
  [`fit-ar ${prices} --p -1`, 2, '--p', "'-1'"],
  [`fit-ar ${prices} --p 1.5`, 2, '--p', "'1.5'"],
  [`fit-ar ${prices} --p`, 2, '--p needs a value'],
  [`fit-ar ${prices} --p 1 --p 2`, 2, '--p', '2 times'],
  [`fit-ar ${prices} --p 2 --lags 1,2`, 2, '--p and --lags contradict'],
  [`fit-ar ${prices} --p 2 --select bic`, 2, '--p and --select contradict'],
  [`fit-ar ${prices} --lags 1,1`, 2, 'lag 1 is given twice'],
  [`fit-ar ${prices} --p 3 --hold-back 1`, 2, '--hold-back'],
  [`fit-ar ${prices} --level 95`, 2, '--level', "'95'"],
  [`fit-ar ${prices} --json=yes`, 2, 'takes no value'],
  [`fit-ar ${prices} surplus`, 2, "'surplus' is one too many"],
  [`fit-ar ${prices} --forcast 3`, 2, 'no flag --forcast', 'did you mean --forecast?'],
  [`fit-ar ${prices} --where symbol=AAPL`, 3, "'symbol'", 'date, close'],
  [`fit-ar ${prices} --p 1 --out folder/no/m.json`, 1, 'folder/no does not exist'],
  [`fit-ar ${prices} --constructor x`, 2, 'no flag --constructor'],
  [`fit-ar ${prices} --toString`, 2, 'no flag --toString'],
  [`fit-ar ${prices} --__proto__=1`, 2, 'no flag --__proto__'],
  [`fit-ar ${prices} --use-t true`, 2, "'--use-t true': this flag is a switch and takes no value"],
  [`fit-ar ${prices} --json false`, 2, "'--json false': this flag is a switch and takes no value"],
  [`inspect ${prices} --seed x`, 2, '--seed must be a whole number'],
  [`fit-ar ${prices} --p 1 --out a.json --report no/x.html`, 1, 'no/x.html', 'no does not exist'],
  [`fit-ar ${prices} --p 1 --out ${prices}/a.json`, 1, 'prices.csv is not a folder'],
  [`fit-ar ${prices} --p 1 --out folder --force`, 1, 'cannot write folder: it is a folder'],
  [
    'fit-ar negative.csv --p 1 --log-returns',
    3,
    "negative.csv: column 'v': log",
    '--diff 1 instead',
  ],
  ['fit-ar short.csv --p 2', 3, "short.csv: column 'v': the series is too short"],
  ['fit-ar symbols.csv --where symb=B', 3, 'did you mean: --where symbol=B\n'],
  ['fit-ar days.csv --p 1', 3, "'Wed the 28th'", 'as they stand: --date-column none\n'],
  ['inspect no-model.json --column a', 2, '--column says how to read a CSV file'],
  ['inspect no-model.json --no-header', 2, '--no-header says how to read a CSV file'],
  ['fitar x.csv', 2, "no command 'fitar'", 'did you mean gen fit-ar?'],
  ['sample', 2, 'gen sample needs MODEL'],
  ['sample gna x', 2, "'x' is one too many"],
  ['forecast nothing.json', 3, 'nothing.json', 'no such file'],
  [`forecast ${prices}`, 3, 'no model file', 'gen fit-ar FILE --out'],
  ['forecast no-model.json', 3, 'no-model.json', '"something"'],
  ['inspect broken.json', 3, 'broken.json', 'no JSON'],
  ['completion bsh', 2, 'did you mean bash?'],
];

describe('gen', () => {
  it.each(cases)('gen %s is refused in words', async (words, code, ...told) => {
    const run = await gen(words.split(' '), { cwd: folder });
    expect(run.stderr).toMatch(/^(note: .*\n)*error: .+\n(hint: .+\n)?$/);
    for (const text of told) expect(run.stderr).toContain(text);
    expect(run.code).toBe(code);
    expect(run.stdout).toBe('');
  });

  it('gen leaves no model behind where the report cannot be written', () => {
    expect(existsSync(join(folder, 'a.json'))).toBe(false);
  });

  it('gen says which name is empty', async () => {
    const run = await gen(['fit-ar', ''], { cwd: folder });
    expect(run.code).toBe(2);
    expect(run.stderr).toBe('error: gen fit-ar got an empty name for FILE\n');
  });

  it.skipIf(!existsSync('/dev/full'))('gen says that its output has no space left', () => {
    const { stderr, status } = spawnSync(
      'bash',
      ['-c', '"$0" "$1" fit-ar "$2" --p 1 > /dev/full', process.execPath, binary, prices],
      { cwd: folder, env: cleanEnvironment(), encoding: 'utf8' },
    );
    expect(stderr).toBe('error: cannot write the output: no space left on the device\n');
    expect(status).toBe(1);
  });

  it('gen refuses bytes that are no text, from stdin too', async () => {
    const run = await gen(['fit-ar', '-'], { input: Uint8Array.of(0, 1, 2, 255, 254) });
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/^error: stdin: .+\n/);
  });

  it('gen shows a stack only when it is asked to', async () => {
    const words = ['fit-ar', 'nothing.csv'];
    const plain = await gen(words, { cwd: folder });
    const debug = await gen([...words, '--debug'], { cwd: folder });
    const variable = await gen(words, { cwd: folder, env: { GEN_DEBUG: '1' } });
    expect(plain.stderr).not.toMatch(/^ {4}at /m);
    expect(debug.stderr).toMatch(/^ {4}at /m);
    expect(variable.stderr).toMatch(/^ {4}at /m);
    expect(debug.code).toBe(3);
  });

  it('gen without words shows its help on stderr and fails; with --help it is the result', async () => {
    const bare = await gen([]);
    expect(bare.code).toBe(2);
    expect(bare.stdout).toBe('');
    expect(bare.stderr).toContain('fit-ar FILE');
    const help = await gen(['--help']);
    expect(help.code).toBe(0);
    expect(help.stderr).toBe('');
    expect(help.stdout).toContain('fit-ar FILE');
  });
});
