import { describe, expect, it } from 'vitest';
import { startProgress } from './progress.ts';

function world(isTTY: boolean) {
  const written: string[] = [];
  let time = 0;
  return {
    written,
    sleep: (milliseconds: number) => {
      time += milliseconds;
    },
    now: () => time,
    env: { TERM: 'xterm' },
    stderr: {
      isTTY,
      columns: 80,
      rows: 24,
      write: async (text: string) => {
        written.push(text);
      },
    },
  };
}

describe('startProgress', () => {
  it('startProgress says nothing in the first two seconds, then redraws one line and takes it away', () => {
    const { written, sleep, ...context } = world(true);
    const progress = startProgress('reading a.csv', context, { quiet: false });
    sleep(1900);
    progress.report(0.1);
    expect(written).toEqual([]);
    sleep(200);
    progress.report(0.5);
    progress.report(0.5);
    expect(written).toEqual(['\r\u001b[Kreading a.csv 50%, 2.1 s left']);
    progress.done();
    expect(written.at(-1)).toBe('\r\u001b[K');
  });

  it('startProgress writes a line every ten seconds where there is no terminal', () => {
    const { written, sleep, ...context } = world(false);
    const progress = startProgress('reading a.csv', context, { quiet: false });
    for (let second = 0; second < 25; second++) {
      sleep(1000);
      progress.report(second / 30);
    }
    progress.done();
    expect(written).toHaveLength(2);
    expect(written[0]).toMatch(/^reading a\.csv 30% after 10\.0 s, .* left\n$/);
  });

  it('startProgress writes plain lines on a terminal that cannot be drawn over', () => {
    const { written, sleep, ...context } = world(true);
    const env = { TERM: 'dumb' };
    const progress = startProgress('reading a.csv', { ...context, env }, { quiet: false });
    sleep(10_000);
    progress.report(0.5);
    progress.done();
    expect(written).toEqual(['reading a.csv 50% after 10.0 s, 10.0 s left\n']);
  });

  it('startProgress is silent when quiet', () => {
    const { written, sleep, ...context } = world(true);
    const progress = startProgress('reading', context, { quiet: true });
    sleep(60_000);
    progress.report(0.5);
    progress.done();
    expect(written).toEqual([]);
  });
});
