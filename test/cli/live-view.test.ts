/** What is seen of a training on a terminal, as the terminal itself understands it. */

import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect } from 'vitest';
import { screenOf } from '../support/screen.ts';
import { itWith } from '../support/shared-data.ts';
import { binary, cleanEnvironment, exampleFolder } from './gen.ts';
import { writeTinyImages } from './tiny-images.ts';

const folder = exampleFolder();
const ESC = String.fromCharCode(27);
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes(
  'util-linux',
);
const it = itWith(hasScript ? [] : ['no util-linux script to make a terminal']);
const vae =
  'train vae --data tiny --config hidden=16 --config architecture=mlp --batch-size 16 --seed 1 --force --out runs/live';

beforeAll(() => writeTinyImages(join(folder, 'tiny')));

/** The bytes that a terminal of this size gets; with `isStopped`, after Ctrl-C, typed when the first picture is there. */
async function onTerminal(
  words: string,
  { columns = 80, rows = 24, env = {}, isStopped = false } = {},
): Promise<{ text: string; code: number | null }> {
  const command = `stty cols ${columns} rows ${rows}; exec ${process.execPath} ${binary} ${words}`;
  const { COLUMNS: _, ...terminal } = cleanEnvironment(env);
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: folder, env: terminal });
  let text = '';
  let isTyped = false;
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    if (!isStopped || isTyped || !/step \d/.test(text)) return;
    isTyped = true;
    child.stdin.write(String.fromCharCode(3));
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { text, code };
}

/** Up to where the view was taken away. */
const whileItRan = (text: string) => text.slice(0, text.lastIndexOf(`${ESC}[J`) + 3);

describe('gen train on a terminal', () => {
  for (const [columns, rows, lines] of [
    [80, 24, 9],
    [40, 20, 9],
    [40, 6, 4],
    [40, 5, 0],
  ] as const)
    it(`gen train on ${columns} x ${rows} draws over itself: nothing is torn, and no line is broken`, async () => {
      const size = { columns, rows };
      const { text, code } = await onTerminal(`${vae} --steps 150`, size);
      expect(code).toBe(0);
      const running = whileItRan(text);
      // Two lines stay above the view, and the cursor stands below it: what of them there is no room for scrolls once.
      const scrolled = Math.max(0, 2 + lines + 1 + 1 - rows);
      expect(screenOf(running, size)).toMatchObject({ scrolled, broken: 0, cutShort: 0 });
      // After each step drawn: the picture and the line of progress below what stays.
      const drawn = screenOf(running.slice(0, running.indexOf(' left')), size);
      expect(drawn.lines.filter((line) => line.includes('▀'))).toHaveLength(lines);
      expect(drawn.lines.some((line) => /^step \d+\/150/.test(line))).toBe(true);
      const left = screenOf(running, size);
      expect(left.cursor).toEqual({ row: 2 - scrolled, column: 0 });
      expect(left.lines.filter((line) => line !== '')).toEqual(
        ['seed 1', 'note: the run is in runs/live'].slice(scrolled),
      );
    });

  it('gen train stopped by Ctrl-C takes its view away and leaves the cursor as it was', async () => {
    const size = { columns: 80, rows: 24 };
    const { text, code } = await onTerminal(`${vae} --steps 100000`, { ...size, isStopped: true });
    expect(code).toBe(130);
    expect(text).not.toContain(`${ESC}[?`);
    const { lines, scrolled, cursor } = screenOf(text, size);
    expect(lines.filter((line) => line !== '')).toEqual([
      'seed 1',
      'note: the run is in runs/live',
      expect.stringMatching(/^error: interrupted at step \d+, which is saved in runs\/live$/),
      'hint: gen train vae --resume runs/live goes on from there',
    ]);
    expect([scrolled, cursor]).toEqual([0, { row: 4, column: 0 }]);
  });

  it('gen train that fails takes its view away, and the error stands below what stays', async () => {
    const size = { columns: 80, rows: 24 };
    const { text, code } = await onTerminal(`${vae} --steps 400 --config learningRate=1e30`, size);
    expect(code).toBe(1);
    const { lines, broken } = screenOf(whileItRan(text), size);
    expect([lines.filter((line) => line !== '').length, broken]).toEqual([2, 0]);
    expect(screenOf(text, size).lines[2]).toMatch(/^error: /);
  });

  it('gen train draws without colours under NO_COLOR, and under TERM=dumb moves no cursor', async () => {
    const plain = await onTerminal(`${vae} --steps 100`, { env: { NO_COLOR: '1' } });
    expect(plain.text).toContain(`${ESC}[K`);
    expect(plain.text).not.toMatch(new RegExp(`${ESC}\\[[\\d;]*m|▀`));
    const dumb = await onTerminal(`${vae} --steps 100`, { env: { TERM: 'dumb' } });
    expect(dumb.text).not.toContain(ESC);
    expect(dumb.text).toMatch(
      /^seed 1\r\nnote: the run is in runs\/live\r\n(step .*\r\n)*vae - tiny\r\n/,
    );
  });
});
